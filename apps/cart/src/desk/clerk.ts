import type { FastifyInstance, FastifyRequest } from 'fastify'
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { PageDto } from '@rose-ash/shared/contracts/blog'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { Forbidden, NotFound } from '@rose-ash/shared/errors'
import { type Runner, thisRunner } from '../merchants/desk/runner.ts'
import type { Order } from '../orders/change-state.ts'

/** Somebody at the orders desk: with the pages they run, by title; administrators with all. */
export interface Clerk extends Runner {
  pages: PageDto[]
}

/** Whoever asks, as somebody who sees to orders. @throws {SignInNeeded} @throws {Forbidden} */
export async function thisClerk(app: FastifyInstance, request: FastifyRequest): Promise<Clerk> {
  const runner = await thisRunner(app, request)
  const { services, db } = app
  const pages = await services.blog.managedPages(db, runner.isAdmin ? null : runner.personId)
  if (pages.length === 0 && !runner.isAdmin) {
    throw new Forbidden('Only managers of a page see orders. An administrator can make you one.')
  }
  return { ...runner, pages }
}

/** The pages a list is about: the one that was chosen, or all of the clerk's. @throws {Forbidden} */
export function pagesFor({ pages }: Clerk, pageId: string | undefined): string[] {
  if (pageId === undefined) return pages.map(({ id }) => id)
  if (!pages.some(({ id }) => id === pageId)) throw new Forbidden('Somebody else runs this page.')
  return [pageId]
}

/** An order as a clerk may see it: with the lines of their pages alone. */
export interface ClerkOrder {
  order: Order
  lines: (typeof orderLines.$inferSelect)[]
  /** All of it is sold by pages that they run, so that its money is theirs to see to. */
  isWhole: boolean
}

/** @throws {NotFound} when there is no such order, or nothing in it is sold by their pages. */
export async function orderFor(db: Db, clerk: Clerk, orderId: string): Promise<ClerkOrder> {
  const placed = and(eq(orders.id, orderId), isNotNull(orders.placedAt))
  const [order] = await db.select().from(orders).where(placed)
  const lines = await db
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.id))
  const own = lines.filter((line) => runs(clerk, line.pageId))
  if (!order || (own.length === 0 && !clerk.isAdmin)) throw new NotFound('order')
  return { order, lines: own, isWhole: own.length === lines.length }
}

/** Whether a page is theirs to see to. */
export const runs = ({ isAdmin, pages }: Clerk, pageId: string): boolean =>
  isAdmin || pages.some(({ id }) => id === pageId)

/** @throws {Forbidden} unless all of the order is theirs to see to. */
export function checkWhole({ isWhole }: ClerkOrder): void {
  if (!isWhole)
    throw new Forbidden('Others sell in this order, too. An administrator sees to its money.')
}
