import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { vouchers, voucherUses } from '@rose-ash/shared/db/models/cart-terms'
import { VoucherGone } from './errors.ts'
import { releaseVouchers } from './release-vouchers.ts'
import type { VoucherProblem } from './voucher-terms.ts'

/** Whose uses count together: a person's, and those of the same e-mail address. */
interface User {
  personId: string | null
  email: string | null
}

export interface VoucherUse {
  voucherId: string
  /** One that takes nothing off is not used. */
  discountMinor: number
}

/**
 * Uses vouchers for an order: all of them, or none. Asked again, the order has exactly these; what it
 * had before is given back. Rows are locked in the order of their ids, so orders never wait for each
 * other in a ring.
 *
 * @throws {VoucherGone} that names the first that cannot be used, and why.
 */
export async function useVouchers(
  tx: Db,
  { orderId, uses, ...user }: User & { orderId: string; uses: VoucherUse[] },
): Promise<void> {
  const wanted = uses
    .filter(({ discountMinor }) => discountMinor > 0)
    .toSorted((a, b) => (a.voucherId < b.voucherId ? -1 : 1))
  const locked = await lockVouchers(
    tx,
    orderId,
    wanted.map(({ voucherId }) => voucherId),
  )
  if (locked.length === 0) return
  await releaseVouchers(tx, orderId)
  for (const { voucherId, discountMinor } of wanted) {
    await takeOne(tx, voucherId)
    const use = { voucherId, orderId, discountMinor, ...user }
    await tx
      .insert(voucherUses)
      .values(use)
      .onConflictDoUpdate({
        target: [voucherUses.voucherId, voucherUses.orderId],
        set: { ...user, discountMinor, releasedAt: null },
      })
    await checkPerson(tx, voucherId, user)
  }
}

/**
 * Says who uses the vouchers of an order, once a guest's address is known.
 *
 * @throws {VoucherGone} when one of them was used by this address before, as often as it may be.
 */
export async function renameUses(
  tx: Db,
  { orderId, email }: { orderId: string; email: string },
): Promise<void> {
  const locked = await lockVouchers(tx, orderId)
  if (locked.length === 0) return
  const renamed = await tx
    .update(voucherUses)
    .set({ email })
    .where(and(eq(voucherUses.orderId, orderId), isNull(voucherUses.releasedAt)))
    .returning({ voucherId: voucherUses.voucherId, personId: voucherUses.personId })
  for (const { voucherId, personId } of renamed) {
    await checkPerson(tx, voucherId, { personId, email })
  }
}

/** Those that the order has, and those that it wants. */
async function lockVouchers(tx: Db, orderId: string, wanted: string[] = []): Promise<string[]> {
  const had = sql`${vouchers.id} in (select one_use.voucher_id from ${voucherUses} one_use
    where one_use.order_id = ${orderId} and one_use.released_at is null)`
  const rows = await tx
    .select({ id: vouchers.id })
    .from(vouchers)
    .where(wanted.length > 0 ? or(inArray(vouchers.id, wanted), had) : had)
    .orderBy(asc(vouchers.id))
    .for('no key update')
  return rows.map(({ id }) => id)
}

/** One conditional update, so a voucher is never used more often than it may be. */
async function takeOne(tx: Db, voucherId: string): Promise<void> {
  const { rows } = await tx.execute(sql`
    update cart.vouchers set used = used + 1
    where id = ${voucherId} and active and (max_uses is null or used < max_uses)
      and (starts_at is null or starts_at <= now()) and (ends_at is null or ends_at > now())
    returning id`)
  if (rows.length === 0) throw await whyGone(tx, voucherId)
}

async function whyGone(tx: Db, voucherId: string): Promise<VoucherGone> {
  const { rows } = await tx.execute<{ code: string; problem: VoucherProblem }>(sql`
    select code::text, case when not active or ends_at <= now() then 'over'
      when starts_at > now() then 'not_yet' else 'used_up' end as problem
    from cart.vouchers where id = ${voucherId}`)
  return new VoucherGone(rows[0]?.code ?? '', rows[0]?.problem ?? 'unknown')
}

/** The row of the voucher is locked, so nobody else's use comes in between. */
async function checkPerson(tx: Db, voucherId: string, { personId, email }: User): Promise<void> {
  const { rows } = await tx.execute<{ code: string }>(sql`
    select voucher.code::text from cart.vouchers voucher
    where voucher.id = ${voucherId} and voucher.max_per_person < (
      select count(*) from cart.voucher_uses one_use
      where one_use.voucher_id = voucher.id and one_use.released_at is null
        and (one_use.person_id = ${personId}::uuid or one_use.email = ${email}::citext))`)
  if (rows[0]) throw new VoucherGone(rows[0].code, 'used_before')
}
