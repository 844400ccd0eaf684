import { and, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { tagSlugHistory, tags } from '@rose-ash/shared/db/models/blog-writing'

/**
 * Remembers that a topic was to be found under this slug: it leads to wherever the topic is, and says
 * that it is gone when the topic is deleted. One that only editors saw leaves nothing behind.
 */
export async function rememberSlug(
  tx: Db,
  { tagId, slug, visibility }: { tagId: string; slug: string; visibility: string },
): Promise<void> {
  if (visibility !== 'public') return
  await tx
    .insert(tagSlugHistory)
    .values({ slug, tagId })
    .onConflictDoUpdate({ target: tagSlugHistory.slug, set: { tagId } })
}

/** What an address of a topic leads to that no topic has now: `gone` when it was deleted. */
export async function findMovedTag(
  db: Db,
  slug: string,
): Promise<{ slug: string } | 'gone' | null> {
  const [found] = await db
    .select({ tagId: tagSlugHistory.tagId, slug: tags.slug })
    .from(tagSlugHistory)
    .leftJoin(tags, and(eq(tags.id, tagSlugHistory.tagId), eq(tags.visibility, 'public')))
    .where(eq(tagSlugHistory.slug, slug))
  if (!found) return null
  if (found.slug !== null) return { slug: found.slug }
  return found.tagId === null ? 'gone' : null
}
