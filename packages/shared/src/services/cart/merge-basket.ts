import { eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'
import { baskets } from '../../db/models/cart.ts'
import { ensureBasket } from './baskets.ts'

/** @see CartService.mergeBasket */
export async function mergeBasket(
  db: Db,
  { visitorId, personId }: { visitorId: string; personId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [guest] = await tx
      .select({ id: baskets.id, voucherCodes: baskets.voucherCodes })
      .from(baskets)
      .where(eq(baskets.visitorId, visitorId))
      .for('update')
    if (!guest) return
    const basketId = await ensureBasket(tx, { personId })
    await tx.execute(sql`
      with moved as (delete from cart.basket_lines where basket_id = ${guest.id} returning *)
      insert into cart.basket_lines as line (id, basket_id, kind, item_id, quantity, chosen_minor,
        seen_minor, note, saved_at, created_at)
      select id, ${basketId}, kind, item_id, quantity, chosen_minor, seen_minor, note, saved_at,
        created_at from moved
      on conflict (basket_id, kind, item_id) do update
      set quantity = least(99, line.quantity + excluded.quantity),
        chosen_minor = coalesce(excluded.chosen_minor, line.chosen_minor),
        note = case when line.note = '' then excluded.note else line.note end`)
    await tx
      .update(baskets)
      .set({ voucherCodes: mergedCodes(guest.voucherCodes) })
      .where(eq(baskets.id, basketId))
    await tx.delete(baskets).where(eq(baskets.id, guest.id))
  })
}

/** The codes of both baskets, each once, as many as a basket takes. */
const mergedCodes = (codes: string[]) => sql`(select coalesce(array_agg(code), '{}') from (
  select distinct code from unnest(${baskets.voucherCodes} || ${sql.param(codes)}::text[]) code limit 5
) both_baskets)`
