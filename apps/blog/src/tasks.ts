import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { TaskList } from '@rose-ash/shared/jobs'
import { emptyBin } from './deletion/empty-bin.ts'
import { publishDue } from './editing/publish-due.ts'
import { ghostCrontab, ghostTasks } from './ghost/index.ts'
import { mailingCrontab, mailingTasks } from './mailings/tasks.ts'
import { mediaTasks } from './media/index.ts'
import { postTags } from './posts/post-tags.ts'

export const crontab = `
* * * * * publish-due
*/10 * * * * refresh-search-words
20 3 * * * empty-bin${mailingCrontab}${ghostCrontab}`

/** The blog's background work. */
export function blogTasks(app: FastifyInstance): TaskList {
  const { db, services, cache } = app
  return {
    ...mediaTasks(app),
    ...ghostTasks(app),
    ...mailingTasks(app),
    async 'publish-due'() {
      const published = await publishDue(db, services)
      if (published.length > 0) await cache.purge(published.flatMap(postTags))
    },
    async 'empty-bin'() {
      await emptyBin(db, services)
    },
    async 'refresh-search-words'() {
      await db.execute(sql`refresh materialized view concurrently blog.search_words`)
    },
  }
}
