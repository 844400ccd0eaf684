import { eq, isNull } from 'drizzle-orm'
import type { PageDto } from '@rose-ash/shared/contracts/blog'
import type { Db } from '@rose-ash/shared/db'
import { merchants, sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { NotFound } from '@rose-ash/shared/errors'
import type { Shop } from '../../shop.ts'
import { checkAdmin, pageRunBy, type Runner } from './runner.ts'

/** A merchant as its page shows it: without its credentials, sealed or not. */
export type MerchantView = Omit<typeof merchants.$inferSelect, 'sealedCredentials'>

export interface SellerView {
  page: PageDto
  /** Null: the page sells through the cooperative. */
  merchant: MerchantView | null
  terms: typeof sellers.$inferSelect
}

/** What a page without a row sells on: the table's own defaults. */
const usualTerms = {
  feeBasisPoints: 0,
  feeTaxRateBasisPoints: 2000,
  onAccount: false,
  onPickup: false,
  cancelMinutes: 60,
  donations: false,
  payoutName: '',
  payoutIban: '',
  version: 0,
}

/** The pages that somebody sees to, by title, with how each sells. */
export async function sellersRunBy(
  db: Db,
  { services }: Pick<Shop, 'services'>,
  { personId, isAdmin }: Runner,
): Promise<SellerView[]> {
  const pages = await services.blog.managedPages(db, isAdmin ? null : personId)
  const owned = await db.select().from(merchants)
  const terms = await db.select().from(sellers)
  return pages.map((page) => ({
    page,
    merchant: withoutKey(owned.find(({ pageId }) => pageId === page.id)),
    terms: terms.find(({ pageId }) => pageId === page.id) ?? { ...usualTerms, pageId: page.id },
  }))
}

/** How one page sells. @throws {NotFound} @throws {Forbidden} unless they run it. */
export async function sellerRunBy(
  db: Db,
  house: Pick<Shop, 'services'>,
  runner: Runner,
  pageId: string,
): Promise<SellerView> {
  const page = await pageRunBy(db, house, runner, pageId)
  const [merchant] = await db.select().from(merchants).where(eq(merchants.pageId, pageId))
  const [terms] = await db.select().from(sellers).where(eq(sellers.pageId, pageId))
  return { page, merchant: withoutKey(merchant), terms: terms ?? { ...usualTerms, pageId } }
}

/** The cooperative's own. @throws {Forbidden} for everybody but administrators. */
export async function cooperativeFor(db: Db, runner: Runner): Promise<MerchantView> {
  checkAdmin(runner)
  const [row] = await db.select().from(merchants).where(isNull(merchants.pageId))
  const found = withoutKey(row)
  if (!found) throw new NotFound('merchant')
  return found
}

/** Any merchant. @throws {NotFound} @throws {Forbidden} unless they run its page. */
export async function merchantRunBy(
  db: Db,
  house: Pick<Shop, 'services'>,
  runner: Runner,
  merchantId: string,
): Promise<MerchantView & { page: PageDto | null }> {
  const [row] = await db.select().from(merchants).where(eq(merchants.id, merchantId))
  const found = withoutKey(row)
  if (!found) throw new NotFound('merchant')
  if (found.pageId === null) checkAdmin(runner)
  const page = found.pageId === null ? null : await pageRunBy(db, house, runner, found.pageId)
  return { ...found, page }
}

function withoutKey(row: typeof merchants.$inferSelect | undefined): MerchantView | null {
  if (!row) return null
  const { sealedCredentials: _secret, ...view } = row
  return view
}
