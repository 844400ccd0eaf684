import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id } from '../columns.ts'
import { people } from './account.ts'
import { blogSchema } from './blog.ts'

/** A smaller copy of an image, in one format. */
export interface ImageVariant {
  format: 'avif' | 'webp' | 'jpeg' | 'png'
  /** In pixels. */
  width: number
  height: number
  /** Where the storage has it. */
  key: string
  bytes: number
}

/** A file in the media library. Its bytes lie in the storage, under names made of their hash. */
export const mediaFiles = blogSchema.table(
  'media_files',
  {
    id: id(),
    kind: text({ enum: ['image', 'audio', 'video', 'file'] }).notNull(),
    /** SHA-256 of what was uploaded, in hex: the same file is kept once. */
    hash: text().notNull(),
    /** Where the storage has the original, without its metadata. */
    key: text().notNull(),
    name: text().notNull(),
    contentType: text().notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    width: integer(),
    height: integer(),
    /** A tiny picture, shown until the real one has come: `4x3:` and a colour for each field. */
    placeholder: text(),
    variants: jsonb().$type<ImageVariant[]>().notNull().default([]),
    alt: text().notNull().default(''),
    caption: text().notNull().default(''),
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [
    unique('media_files_once').on(t.hash),
    check('media_files_kind_known', sql`${t.kind} in ('image', 'audio', 'video', 'file')`),
    check('media_files_images_have_a_size', sql`${t.kind} <> 'image' or ${t.width} > 0`),
    index('media_files_newest').on(t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
  ],
)
