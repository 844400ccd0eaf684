import { and, asc, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm'
import type { PageTie } from '@rose-ash/shared/contracts/cart'
import type { Db } from '@rose-ash/shared/db'
import { containerRelations, navItems, posts } from '@rose-ash/shared/db/models/blog'
import { ghostLinks, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { NotFound } from '@rose-ash/shared/errors'
import type { Services } from '@rose-ash/shared/services/registry'

export type Needs = Pick<Services, 'market' | 'events' | 'cart'>

/** Nobody can take these off a page: a receipt must be able to say whose it is. */
const ties: Record<PageTie, string> = {
  orders: 'People ordered from it, and their receipts name it. Leave it unpublished.',
  merchant: 'It has an account that takes its money. Leave it unpublished.',
  terms: 'It sells, and how is written down for it at the shop’s desk. Leave it unpublished.',
  vouchers: 'Vouchers are good for what it sells. Leave it unpublished.',
}

/**
 * What keeps a post or page from being deleted, each as what to do about it; empty when nothing does.
 *
 * @throws {NotFound}
 */
export async function whatHolds(db: Db, services: Needs, postId: string): Promise<string[]> {
  const [post] = await db.select({ status: posts.status }).from(posts).where(eq(posts.id, postId))
  if (!post) throw new NotFound('post')
  return [
    ...(post.status === 'published' ? ['Readers see it. Unpublish it first.'] : []),
    ...(post.status === 'scheduled'
      ? ['It comes out by itself. Take it off the schedule first.']
      : []),
    ...(await attachments(db, services, postId)),
    ...(await bookable(db, services, postId)),
    ...(await services.cart.pageTies(db, postId)).map((tie) => ties[tie]),
    ...(await menuItems(db, postId)),
    ...(await livingCopies(db, postId)),
  ]
}

async function attachments(db: Db, { market, events }: Needs, pageId: string): Promise<string[]> {
  const { kind, thingId, position } = containerRelations
  const path = sql<string | null>`case ${kind} when 'market' then ${market.path(thingId)}
    else ${events.path(thingId)} end`
  const found = await db
    .select({ kind, path })
    .from(containerRelations)
    .where(eq(containerRelations.pageId, pageId))
    .orderBy(asc(kind), asc(position))
  return found.map(
    (one) => `The ${one.kind} ${one.path ?? ''} belongs to it. Move it to another page first.`,
  )
}

async function bookable(db: Db, { events }: Needs, pageId: string): Promise<string[]> {
  const found = await events.resourcesOfPage(db, pageId)
  return found.map(({ title, status }) => {
    const what = status === 'published' ? 'People can book' : 'People will be able to book'
    return `${what} “${title}” here. Move it to another page first.`
  })
}

async function menuItems(db: Db, postId: string): Promise<string[]> {
  const found = await db
    .select({ label: navItems.label })
    .from(navItems)
    .where(and(eq(navItems.kind, 'post'), eq(navItems.targetId, postId)))
  return found.map(({ label }) => `“${label}” in the menu leads to it. Take that out first.`)
}

/** A Ghost that still has it would bring it back. */
async function livingCopies(db: Db, postId: string): Promise<string[]> {
  const found = await db
    .select({ url: ghostSites.url })
    .from(ghostLinks)
    .innerJoin(ghostSites, eq(ghostSites.id, ghostLinks.siteId))
    .where(
      and(
        eq(ghostLinks.localId, postId),
        inArray(ghostLinks.kind, ['post', 'page']),
        ne(ghostLinks.state, 'gone-there'),
        isNotNull(ghostSites.adminKey),
      ),
    )
  return found.map(
    ({ url }) =>
      `It is in your Ghost at ${url}, too, and would come back. Delete it there first, or disconnect that Ghost.`,
  )
}
