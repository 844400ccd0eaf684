import { eq, sql } from 'drizzle-orm'
import { type Db, prepared } from '@rose-ash/shared/db'
import { posts, type visibilities } from '@rose-ash/shared/db/models/blog'
import { newsletters, subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'

/** Who may read all of a post: everybody, members, or who has one of the newsletters. */
export type Wall = (typeof visibilities)[number]

/** The wall around a post; undefined when there is no such post. */
export async function wallOf(db: Db, slug: string): Promise<Wall | undefined> {
  const [found] = await prepared(db, 'blog_wall', (on) =>
    on
      .select({ visibility: posts.visibility })
      .from(posts)
      .where(eq(posts.slug, sql.placeholder('slug')))
      .prepare('blog_wall'),
  ).execute({ slug })
  return found?.visibility
}

/** Whether a member may read what is behind the wall. */
export async function mayPass(db: Db, wall: Wall, personId: string): Promise<boolean> {
  if (wall !== 'newsletter') return true
  const [found] = await db
    .select({ one: sql`1` })
    .from(subscriptions)
    .innerJoin(newsletters, eq(newsletters.id, subscriptions.newsletterId))
    .where(sql`${subscriptions.personId} = ${personId} and ${newsletters.status} = 'active'`)
    .limit(1)
  return found !== undefined
}

/** Where Ghost's editor lets an author put the wall. */
const marker = '<div class="kg-paywall"></div>'

/** What stands before the wall: up to where its author put it, else the first paragraph. */
export function teaserOf(html: string): string {
  const at = html.indexOf(marker)
  if (at !== -1) return html.slice(0, at)
  const [first = ''] = /^\s*<p>.*?<\/p>/s.exec(html) ?? []
  return first
}
