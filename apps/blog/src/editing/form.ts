import { z } from 'zod'
import { PostContentInput } from './content.ts'

const several = z.preprocess(
  (value) => (value === undefined ? [] : [value].flat()),
  z.array(z.string().max(300)).max(60),
)

/** The form of the edit page. What a browser sends of a ticked box is `on`. */
export const PostForm = PostContentInput.omit({
  lexical: true,
  authorIds: true,
  tagIds: true,
  featured: true,
}).extend({
  baseVersion: z.coerce.number().int().min(1),
  /** JSON; absent where no script runs: the text stays as it was saved. */
  lexical: z.string().max(8_000_000).optional(),
  featured: z.literal('on').optional(),
  image: blankIsNull(),
  canonicalUrl: blankIsNull(),
  socialImage: blankIsNull(),
  /** A field says `off` and its box, when it is ticked, `on` after it; absent: as it was. */
  commentsOpen: z.preprocess((sent) => [sent].flat().at(-1), z.enum(['on', 'off']).optional()),
  authors: several,
  /** Names, with commas between them. */
  tags: z.string().max(3_000).default(''),
  /** As `<input type=datetime-local>` has it, in the cooperative's zone. */
  publishAt: z.string().max(30).default(''),
  action: z.enum(['save', 'publish', 'schedule', 'unpublish', 'draft']).default('save'),
})

export type PostForm = z.infer<typeof PostForm>

function blankIsNull() {
  return z
    .string()
    .trim()
    .max(2_000)
    .default('')
    .transform((value) => (value === '' ? null : value))
}

/** The names in a line of tags, each once. */
export function tagNames(line: string): string[] {
  const names = line.split(',').map((name) => name.trim().replaceAll(/\s+/g, ' '))
  const byKey = new Map(names.filter(Boolean).map((name) => [name.toLowerCase(), name]))
  return [...byKey.values()]
}
