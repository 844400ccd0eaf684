import { asc, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { tags } from '@rose-ash/shared/db/models/blog-writing'
import type { Services } from '@rose-ash/shared/services/registry'

export interface TargetGroup {
  label: string
  options: { value: string; title: string }[]
}

/** Everything that an item of the menu can lead to. */
export async function targetsFor(
  db: Db,
  { market, events }: Pick<Services, 'market' | 'events'>,
): Promise<TargetGroup[]> {
  const [written, topics, markets, calendars] = await Promise.all([
    db
      .select({ id: posts.id, title: posts.title, type: posts.type })
      .from(posts)
      .where(eq(posts.status, 'published'))
      .orderBy(asc(posts.title))
      .limit(500),
    db
      .select({ id: tags.id, title: tags.name })
      .from(tags)
      .where(eq(tags.visibility, 'public'))
      .orderBy(asc(tags.name))
      .limit(200),
    market.find(db, 'market', ''),
    events.find(db, 'calendar', ''),
  ])
  return [
    group(
      'Pages',
      'post',
      written.filter(({ type }) => type === 'page'),
    ),
    group('Topics', 'tag', topics),
    group('Markets', 'market', markets),
    group('Calendars', 'calendar', calendars),
    group(
      'Posts',
      'post',
      written.filter(({ type }) => type === 'post'),
    ),
  ].filter(({ options }) => options.length > 0)
}

const group = (
  label: string,
  kind: string,
  things: readonly { id: string; title: string }[],
): TargetGroup => ({
  label,
  options: things.map(({ id, title }) => ({ value: `${kind}:${id}`, title })),
})
