import type { Db } from '@rose-ash/shared/db'
import { type BasketOwner, basketTag } from '@rose-ash/shared/services/cart/baskets'
import type { OpenDraft } from '../orders/queries.ts'
import type { Shop } from '../shop.ts'
import { findVouchers } from '../vouchers/find-vouchers.ts'
import { voucherProblems } from '../vouchers/voucher-terms.ts'
import { type BasketView, basketView } from './basket-view.ts'
import { forgetLines } from './forget-lines.ts'
import { readBasket } from './queries.ts'

export interface BasketPage extends BasketView {
  /** Codes that are good, also while there is nothing that they are for. */
  codes: { code: string; title: string }[]
  /** Codes that are good for nothing here, and why. */
  refused: { code: string; problem: string }[]
  /** Checkouts that are under way: what they hold is not in the basket. */
  drafts: OpenDraft[]
  /** How many lines are told as vanished now, because nobody sells any more what they named. */
  vanished: number
}

/** Everything the basket's page shows. What vanished is told once and forgotten. */
export async function basketPage(
  db: Db,
  shop: Shop,
  owner: BasketOwner | undefined,
): Promise<BasketPage> {
  const basket = await readBasket(db, shop, owner)
  const personId = owner && 'personId' in owner ? owner.personId : null
  const { voucherCodes } = basket
  const { found, problems } =
    voucherCodes.length > 0
      ? await findVouchers(db, voucherCodes, { now: new Date(), personId })
      : { found: [], problems: [] }
  return {
    ...basketView(basket, { origins: shop.origins, vouchers: found }),
    codes: found.map(({ code, title }) => ({ code, title })),
    refused: problems.map(({ code, problem }) => ({ code, problem: voucherProblems[problem] })),
    drafts: basket.drafts,
    vanished: owner ? await forgetVanished(db, shop, { owner, lineIds: basket.vanished }) : 0,
  }
}

async function forgetVanished(
  db: Db,
  { purge }: Shop,
  lines: { owner: BasketOwner; lineIds: string[] },
): Promise<number> {
  const vanished = await forgetLines(db, lines)
  if (vanished > 0) await purge([basketTag(lines.owner)])
  return vanished
}
