import { and, eq, ne, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '@rose-ash/shared/db'
import { tags } from '@rose-ash/shared/db/models/blog-writing'
import { rememberSlug } from '../../tags/tag-history.ts'

/** Takes the new address that a topic got there, unless another of ours has it; the old one leads to it. */
export async function moveTag(tx: Db, tagId: string, slug: string): Promise<void> {
  const other = alias(tags, 'other')
  const taken = tx
    .select({ one: sql`1` })
    .from(other)
    .where(eq(other.slug, slug))
  const [before] = await tx
    .select({ tagId: tags.id, slug: tags.slug, visibility: tags.visibility })
    .from(tags)
    .where(and(eq(tags.id, tagId), ne(tags.slug, slug), notExists(taken)))
    .for('update')
  if (!before) return
  await tx.update(tags).set({ slug }).where(eq(tags.id, tagId))
  await rememberSlug(tx, before)
}
