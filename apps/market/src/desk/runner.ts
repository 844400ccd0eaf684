import { eq, sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { Runner } from '@rose-ash/shared/app'
import type { PageDto } from '@rose-ash/shared/contracts/blog'
import type { Db } from '@rose-ash/shared/db'
import { markets, products, variants } from '@rose-ash/shared/db/models/market'
import { Forbidden, NotFound } from '@rose-ash/shared/errors'

export { type Runner, thisRunner } from '@rose-ash/shared/app'

/** What the desk's verbs need beside the database. */
export type House = Pick<FastifyInstance, 'services' | 'appConfig'>

export type RunMarket = typeof markets.$inferSelect & { page: PageDto | null }

/** The pages that markets can be attached to by this person. @throws {Forbidden} when there is none. */
export async function pagesOf(
  db: Db,
  { services }: House,
  { personId, isAdmin }: Runner,
): Promise<PageDto[]> {
  const pages = await services.blog.managedPages(db, isAdmin ? null : personId)
  if (pages.length === 0 && !isAdmin) {
    throw new Forbidden('Only managers of a page run a market. An administrator can make you one.')
  }
  return pages
}

/** A market with its page. @throws {NotFound} @throws {Forbidden} when somebody else runs it. */
export async function marketRunBy(
  db: Db,
  { services }: House,
  { personId, isAdmin }: Runner,
  marketId: string,
): Promise<RunMarket> {
  const page = services.blog.attachedPage('market', markets.id)
  const [found] = await db
    .select({ market: markets, page })
    .from(markets)
    .where(eq(markets.id, marketId))
  if (!found) throw new NotFound('market')
  const theirs = found.page && (await services.blog.managesPage(db, found.page.id, personId))
  if (!isAdmin && !theirs) throw new Forbidden('Somebody else runs this market.')
  return { ...found.market, page: found.page }
}

/** The market of a product. @throws {NotFound} @throws {Forbidden} when somebody else runs it. */
export async function marketOfProduct(
  db: Db,
  house: House,
  runner: Runner,
  productId: string,
): Promise<RunMarket> {
  const [found] = await db
    .select({ marketId: products.marketId })
    .from(products)
    .where(eq(products.id, productId))
  if (!found) throw new NotFound('product')
  return marketRunBy(db, house, runner, found.marketId)
}

/** The product that a variant is a kind of, and its market. @throws {NotFound} @throws {Forbidden} */
export async function marketOfVariant(
  db: Db,
  house: House,
  runner: Runner,
  variantId: string,
): Promise<{ productId: string; market: RunMarket }> {
  const [found] = await db
    .select({ productId: variants.productId })
    .from(variants)
    .where(eq(variants.id, variantId))
  if (!found) throw new NotFound('size')
  const { productId } = found
  return { productId, market: await marketOfProduct(db, house, runner, productId) }
}

/** The markets that somebody runs, by title. */
export async function marketsRunBy(
  db: Db,
  { services }: House,
  { personId, isAdmin }: Runner,
): Promise<RunMarket[]> {
  const pages = isAdmin ? [] : await services.blog.managedPages(db, personId)
  const page = services.blog.attachedPage('market', markets.id)
  const ids = sql.param(pages.map(({ id }) => id))
  const rows = await db
    .select({ market: markets, page })
    .from(markets)
    .where(isAdmin ? undefined : sql`(${page} ->> 'id')::uuid = any(${ids}::uuid[])`)
    .orderBy(markets.title)
  return rows.map((row) => ({ ...row.market, page: row.page }))
}
