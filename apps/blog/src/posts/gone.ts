import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { goneSlugs, slugHistory } from '@rose-ash/shared/db/models/blog-writing'
import { Refusal } from '@rose-ash/shared/errors'

/** Readers once saw something here, and somebody deleted it. */
export class Gone extends Refusal {
  constructor() {
    super(
      'gone',
      410,
      'What was here has been taken down. Search for it, or see what is new on the front page.',
    )
  }
}

/** Whether this was an address of something published that is deleted now; a draft never had one. */
export async function isGone(db: Db, slug: string): Promise<boolean> {
  const deleted = and(eq(posts.status, 'unpublished'), isNotNull(posts.deletedAt))
  const one = { one: sql`1` }
  const found = await db
    .select(one)
    .from(goneSlugs)
    .where(eq(goneSlugs.slug, slug))
    .unionAll(
      db
        .select(one)
        .from(posts)
        .where(and(eq(posts.slug, slug), deleted)),
    )
    .unionAll(
      db
        .select(one)
        .from(slugHistory)
        .innerJoin(posts, eq(posts.id, slugHistory.postId))
        .where(and(eq(slugHistory.slug, slug), deleted)),
    )
    .limit(1)
  return found.length > 0
}
