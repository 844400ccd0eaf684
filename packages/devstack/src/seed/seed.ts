import { eq, sql } from 'drizzle-orm'
import type { Config } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import { people } from '@rose-ash/shared/db/models/account'
import {
  authors as authorTable,
  containerRelations,
  navItems,
  pageManagers,
  pageProfiles,
  posts as postTable,
} from '@rose-ash/shared/db/models/blog'
import { createServices, type Services } from '@rose-ash/shared/services/registry'
import { calendars } from './calendars.ts'
import { navigation, type SeedNavItem } from './navigation.ts'
import { pages } from './pages.ts'
import { authors, posts } from './posts.ts'
import { seedCalendar } from './seed-calendar.ts'
import { seedComments } from './seed-comments.ts'
import { seedMarket } from './seed-market.ts'
import { seedOven } from './seed-oven.ts'
import { seedSelling } from './seed-selling.ts'
import { markets } from './shelves.ts'

/** Who can sign in on a fresh machine; the mails land in the mail catcher. */
export const demoPeople = [
  { email: 'admin@rose-ash.example', name: 'Ada Marsh', role: 'administrator' },
  { email: 'joss@rose-ash.example', name: 'Joss Whitlock', role: 'runs the Hearth & Rye page' },
]

interface SeedOptions {
  config: Pick<Config, 'origins' | 'cooperative' | 'locale' | 'admins' | 'currency' | 'timeZone'>
  now: Date
}

/** Fills an empty database with a believable cooperative. Answers false when there is one already. */
export async function seed(db: Db, { config, now }: SeedOptions): Promise<boolean> {
  if ((await db.$count(postTable)) > 0) return false
  const { origins, cooperative, admins, currency, timeZone } = config
  const services = createServices({ origins, handle: cooperative.handle, admins })
  await db.transaction(async (tx) => {
    const authorIds = await seedAuthors(tx)
    const pageIds = await seedPages(tx, authorIds)
    await seedPeople(tx, services, pageIds)
    await seedPosts(tx, { services, authorIds, now })
    await seedComments(tx, services, now)
    for (const market of markets) {
      const marketId = await seedMarket(tx, { market, services, config, now })
      await attach(tx, pageIds, { page: market.page, kind: 'market', thingId: marketId })
    }
    for (const calendar of calendars) {
      const calendarId = await seedCalendar(tx, { calendar, services, currency, timeZone, now })
      await attach(tx, pageIds, { page: calendar.page, kind: 'calendar', thingId: calendarId })
    }
    await seedOven(tx, { pageIds, currency, timeZone, now })
    await seedSelling(tx, { pageIds, currency })
    await seedNavigation(tx, navigation, null)
  })
  // Otherwise slips of the pen find nothing until the apps do it, which is minutes later.
  for (const app of ['blog', 'market']) {
    await db.execute(sql`refresh materialized view ${sql.identifier(app)}.search_words`)
  }
  return true
}

type Ids = Map<string, string>

async function seedAuthors(tx: Db): Promise<Ids> {
  const { slug, id } = authorTable
  const rows = await tx.insert(authorTable).values(authors).returning({ slug, id })
  return new Map(rows.map((row) => [row.slug, row.id]))
}

async function seedPages(tx: Db, authorIds: Ids): Promise<Ids> {
  const ids: Ids = new Map()
  for (const { profile, ...page } of pages) {
    const [row] = await tx
      .insert(postTable)
      .values({
        ...page,
        plaintext: wordsOf(page.html),
        type: 'page',
        status: 'published',
        publishedAt: new Date('2006-11-25T09:00:00Z'),
        authorId: idOf(authorIds, 'ada-marsh'),
      })
      .returning({ id: postTable.id })
    ids.set(page.slug, row?.id ?? '')
    await tx.insert(pageProfiles).values({ pageId: idOf(ids, page.slug), ...profile })
  }
  return ids
}

async function seedPeople(tx: Db, services: Services, pageIds: Ids): Promise<void> {
  for (const { email, name } of demoPeople) {
    const { id } = await services.account.welcome(tx, email)
    await tx.update(people).set({ name }).where(eq(people.id, id))
    await tx.update(authorTable).set({ personId: id }).where(eq(authorTable.name, name))
    if (name !== 'Joss Whitlock') continue
    await tx.insert(pageManagers).values({ pageId: idOf(pageIds, 'hearth-and-rye'), personId: id })
  }
}

interface PostSeed {
  services: Services
  authorIds: Ids
  now: Date
}

/** The oldest first, so that the outbox tells them in the order they appeared. */
async function seedPosts(tx: Db, { services, authorIds, now }: PostSeed): Promise<void> {
  for (const { author, daysAgo, ...post } of posts.toReversed()) {
    const publishedAt = new Date(now.getTime() - daysAgo * 86_400_000)
    const authorId = idOf(authorIds, author)
    const status = 'published' as const
    const plaintext = wordsOf(post.html)
    await tx
      .insert(postTable)
      .values({ ...post, plaintext, type: 'post', status, publishedAt, authorId })
    await services.federation.publish(tx, {
      app: 'blog',
      type: 'Create',
      object: { type: 'Article', path: `/${post.slug}`, name: post.title, summary: post.excerpt },
      public: true,
    })
  }
}

interface Attachment {
  page: string
  kind: 'market' | 'calendar'
  thingId: string
}

async function attach(tx: Db, pageIds: Ids, { page, kind, thingId }: Attachment): Promise<void> {
  await tx.insert(containerRelations).values({ pageId: idOf(pageIds, page), kind, thingId })
}

async function seedNavigation(
  tx: Db,
  items: SeedNavItem[],
  parentId: string | null,
): Promise<void> {
  for (const [position, { children = [], ...item }] of items.entries()) {
    const [row] = await tx
      .insert(navItems)
      .values({ ...item, parentId, position })
      .returning({ id: navItems.id })
    await seedNavigation(tx, children, row?.id ?? null)
  }
}

function idOf(ids: Ids, slug: string): string {
  const id = ids.get(slug)
  if (!id) throw new Error(`the seed has no ${slug}`)
  return id
}

/** The words of our own HTML, for the search. */
const wordsOf = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').trim()
