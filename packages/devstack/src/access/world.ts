import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { createAccount } from '@rose-ash/account/app'
import { createBlog } from '@rose-ash/blog/app'
import { createCart } from '@rose-ash/cart/app'
import { type AppName, appNames, type Config } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import { roles } from '@rose-ash/shared/db/models/account'
import { containerRelations, posts } from '@rose-ash/shared/db/models/blog'
import { revisions } from '@rose-ash/shared/db/models/blog-writing'
import { basketLines, baskets, orderLines } from '@rose-ash/shared/db/models/cart'
import { ticketTypes } from '@rose-ash/shared/db/models/events'
import { resources } from '@rose-ash/shared/db/models/events-bookings'
import { products, variants } from '@rose-ash/shared/db/models/market'
import { apActivities } from '@rose-ash/shared/db/models/federation'
import { createEvents } from '@rose-ash/events/app'
import { createFederation } from '@rose-ash/federation/app'
import { createMarket } from '@rose-ash/market/app'
import {
  anOrder,
  aPerson,
  aTicketType,
  signedIn,
  testApp,
  testConfig,
} from '@rose-ash/shared/testing'
import { seed } from '../seed/seed.ts'

const create: Record<AppName, (config: Config) => Promise<FastifyInstance>> = {
  blog: createBlog,
  market: createMarket,
  cart: createCart,
  events: createEvents,
  federation: createFederation,
  account: createAccount,
}

export type Role = 'stranger' | 'member' | 'owner' | 'admin'

export interface World {
  apps: Record<AppName, FastifyInstance>
  /** The headers with which a role asks an app. */
  as(role: Role, app: AppName): Record<string, string>
  /** What belongs to the owner. */
  orderId: string
  ticketId: string
  lineId: string
  /** What the owner said below a post. */
  commentId: string
  publicActivityId: string
  /** A post that somebody else wrote, and its first version. */
  postId: string
  revisionId: string
  /** A market, one of its products and a size of that. */
  marketId: string
  /** The page that the market is on. */
  pageId: string
  productId: string
  variantId: string
  /** Something bookable on a page. */
  resourceId: string
}

/** All six apps on one database, with an owner who has an order, a ticket and a full basket. */
export async function createWorld(db: Db, databaseUrl: string): Promise<World> {
  await seed(db, { config: testConfig('blog'), now: new Date() })
  const apps = {} as Record<AppName, FastifyInstance>
  for (const app of appNames) {
    apps[app] = await testApp(create[app], testConfig(app, { databaseUrl }))
  }
  const people = { member: await aPerson(db), owner: await aPerson(db), admin: await aPerson(db) }
  await db.insert(roles).values({ personId: people.admin.id, role: 'admin' })
  const headers = new Map<string, Record<string, string>>()
  for (const app of appNames) {
    headers.set(`stranger ${app}`, {})
    for (const role of ['member', 'owner', 'admin'] as const) {
      headers.set(`${role} ${app}`, await signedIn(apps[app], people[role]))
    }
  }
  const [activity] = await db.select().from(apActivities).where(eq(apActivities.isPublic, true))
  return {
    apps,
    as: (role, app) => headers.get(`${role} ${app}`) ?? {},
    publicActivityId: activity?.id ?? '',
    ...(await writings(db, apps.blog, headers.get('admin blog') ?? {})),
    ...(await somethingToSell(db)),
    resourceId: await somethingToBook(db),
    ...(await belongings(db, apps.cart, people.owner.id)),
    commentId: await somethingSaid(db, apps.blog, people.owner.id),
  }
}

/** A draft of the administrator's, begun as they begin one. */
async function writings(db: Db, blog: FastifyInstance, headers: Record<string, string>) {
  const { headers: answer } = await blog.inject({
    method: 'POST',
    url: '/posts',
    headers,
    payload: {},
  })
  const postId = answer.location?.split('/')[2] ?? ''
  const [revision] = await db
    .select({ id: revisions.id })
    .from(revisions)
    .where(eq(revisions.postId, postId))
  return { postId, revisionId: revision?.id ?? '' }
}

async function somethingSaid(db: Db, blog: FastifyInstance, personId: string): Promise<string> {
  const { id, slug } = posts
  const [post] = await db.select({ id, slug }).from(posts).where(eq(slug, 'the-oven-is-twenty'))
  if (!post) throw new Error('the seed has this story')
  const comment = { post, personId, text: 'Happy birthday.' }
  return (await blog.services.federation.comment(db, comment)).id
}

async function somethingToSell(db: Db) {
  const [row] = await db
    .select({
      marketId: products.marketId,
      pageId: containerRelations.pageId,
      productId: products.id,
      variantId: variants.id,
    })
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .innerJoin(containerRelations, eq(containerRelations.thingId, products.marketId))
    .limit(1)
  if (!row) throw new Error('the seed has products')
  return row
}

async function somethingToBook(db: Db): Promise<string> {
  const [row] = await db.select({ id: resources.id }).from(resources).limit(1)
  if (!row) throw new Error('the seed has something bookable')
  return row.id
}

async function pageThatSells(db: Db, { services }: FastifyInstance, id: string): Promise<string> {
  const offer = services.events.offer(ticketTypes.id)
  const [row] = await db.select({ offer }).from(ticketTypes).where(eq(ticketTypes.id, id))
  return row?.offer?.page.id ?? ''
}

async function belongings(db: Db, cart: FastifyInstance, personId: string) {
  const place = await aTicketType(db)
  const [basket] = await db.insert(baskets).values({ personId }).returning()
  const [line] = await db
    .insert(basketLines)
    .values({ basketId: basket?.id ?? '', kind: 'ticket', itemId: place.id, quantity: 2 })
    .returning()
  const order = await anOrder(db, { personId, paidAt: new Date(Date.now() - 7_200_000) })
  const [orderLine] = await db
    .insert(orderLines)
    .values({
      orderId: order.id,
      kind: 'ticket',
      itemId: place.id,
      quantity: 1,
      supplyId: place.supplyId,
      pageId: await pageThatSells(db, cart, place.id),
      title: 'Supper',
      unitMinor: 1800,
    })
    .returning()
  await cart.services.events.issueTickets(db, [
    {
      orderLineId: orderLine?.id ?? '',
      kind: 'ticket',
      itemId: place.id,
      holderId: personId,
      email: order.email,
      name: order.name,
      quantity: 1,
    },
  ])
  const [ticket] = await cart.services.events.ticketsOfLines(db, [orderLine?.id ?? ''])
  return { orderId: order.id, ticketId: ticket?.id ?? '', lineId: line?.id ?? '' }
}
