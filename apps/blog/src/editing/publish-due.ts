import { and, eq, lte, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { addJob } from '@rose-ash/shared/jobs'
import type { Services } from '@rose-ash/shared/services/registry'
import { askToPush } from '../ghost/push/ask-to-push.ts'
import { savedPost } from './content.ts'
import { tellOfPost } from './tell-of-post.ts'

/**
 * Publishes what is scheduled for now or earlier, and sends what waits to go out by mail. Two processes at it at once publish each post once:
 * the statement that changes the status decides.
 *
 * @returns the ids of the posts that it published.
 */
export async function publishDue(
  db: Db,
  services: Pick<Services, 'federation'>,
  now: Date = new Date(),
): Promise<string[]> {
  return db.transaction(async (tx) => {
    const due = await tx
      .update(posts)
      .set({ status: 'published', version: sql`${posts.version} + 1`, updatedAt: sql`now()` })
      .where(and(eq(posts.status, 'scheduled'), lte(posts.publishedAt, now)))
      .returning({ id: posts.id })
    for (const { id } of due) {
      const { version, content, ...post } = await savedPost(tx, id)
      const before = { ...post, content, status: 'scheduled' as const }
      const written = { id, version, slug: content.slug }
      await askToPush(tx, id)
      await tellOfPost(tx, services, { before, written, content, status: 'published' })
    }
    if (due.length > 0)
      await addJob(tx, { task: 'send-mailings', key: 'send-mailings', payload: {} })
    return due.map(({ id }) => id)
  })
}
