import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { type BasketOwner, ensureBasket } from '@rose-ash/shared/services/cart/baskets'
import { TooManyVouchers, VoucherGone } from './errors.ts'
import { findVouchers } from './find-vouchers.ts'

const most = 5

/**
 * Puts a voucher's code into a basket; again, it changes nothing. Whether something in the basket is
 * cheaper by it is not asked: that can come later.
 *
 * @throws {VoucherGone} when it can be used by nobody, or not by this person.
 * @throws {TooManyVouchers}
 */
export async function addVoucherCode(
  db: Db,
  { owner, code }: { owner: BasketOwner; code: string },
): Promise<void> {
  const personId = 'personId' in owner ? owner.personId : null
  const { found, problems } = await findVouchers(db, [code], { now: new Date(), personId })
  const [voucher] = found
  if (!voucher) throw new VoucherGone(code.trim(), problems[0]?.problem ?? 'unknown')
  const basketId = await ensureBasket(db, owner)
  const { rows } = await db.execute(sql`
    update cart.baskets set updated_at = now(), voucher_codes =
      case when ${voucher.code}::citext = any(voucher_codes::citext[]) then voucher_codes
      else voucher_codes || ${voucher.code}::text end
    where id = ${basketId} and (cardinality(voucher_codes) < ${most}
      or ${voucher.code}::citext = any(voucher_codes::citext[]))
    returning id`)
  if (rows.length === 0) throw new TooManyVouchers(most)
}

/** Takes a code out of a basket, if it is in it. */
export async function removeVoucherCode(
  db: Db,
  { owner, code }: { owner: BasketOwner; code: string },
): Promise<void> {
  const [column, id] =
    'personId' in owner ? [sql`person_id`, owner.personId] : [sql`visitor_id`, owner.visitorId]
  await db.execute(sql`
    update cart.baskets set updated_at = now(), voucher_codes = array(
      select word from unnest(voucher_codes) with ordinality as kept(word, place)
      where word::citext <> ${code.trim()}::citext order by place)
    where ${column} = ${id}`)
}
