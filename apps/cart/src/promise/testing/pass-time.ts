import { eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { addJob } from '@rose-ash/shared/jobs'

/** Time passes for one order: what it holds, and its promise, are over. */
export async function endHoldOf(db: Db, orderId: string): Promise<void> {
  await db
    .update(orders)
    .set({ heldUntil: new Date(0) })
    .where(eq(orders.id, orderId))
  await db.execute(sql`update holds.holds set expires_at = 'epoch'
    where holder_id = ${orderId} and state = 'active'`)
}

/** What the dead had locked is anybody's, as after some minutes. Nobody may be at work. */
export async function buryTheDead(db: Db): Promise<void> {
  await db.execute(sql`
    select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
    from graphile_worker.jobs where locked_by is not null having count(*) > 0`)
  await db.execute(
    sql`update cart.refunds set sending_until = null where sending_until is not null`,
  )
}

/** Time passes for everything that waits for some, and what runs every minute runs. */
export async function passTime(db: Db): Promise<void> {
  await db.execute(sql`update cart.refunds set sending_until = now()
    where sending_until < now() + interval '20 seconds' and state = 'asked'`)
  await db.execute(sql`update graphile_worker._private_jobs set run_at = now()
    where run_at > now() and locked_at is null and is_available`)
  await db.execute(sql`update cart.payments set check_at = now() where check_at > now()`)
  for (const task of ['check-payments', 'send-refunds']) {
    await addJob(db, { task, key: `now-${task}`, payload: {} })
  }
}

/** Every order's time is over. */
export async function endAllHolds(db: Db): Promise<void> {
  await db.execute(sql`update cart.orders set held_until = 'epoch'
    where state in ('draft', 'awaiting_payment') and held_until > now()`)
  await db.execute(sql`update holds.holds set expires_at = 'epoch'
    where state = 'active' and expires_at > now()`)
  await addJob(db, { task: 'expire-orders', key: 'now-expire-orders', payload: {} })
}

/** What still waits for somebody; nothing when all has settled. */
export async function whatWaits(db: Db): Promise<string[]> {
  const { rows } = await db.execute<{ what: string }>(sql`
    select 'order ' || id || ' ' || state as what from cart.orders
      where state in ('draft', 'awaiting_payment')
    union all select 'refund ' || id from cart.refunds where state = 'asked'
    union all select 'payment ' || id from cart.payments where check_at is not null
    union all select 'job ' || task_identifier from graphile_worker.jobs
      where (locked_by is not null or attempts < max_attempts) and task_identifier in ('settle-payment', 'send-refund', 'check-payments', 'expire-orders',
        'send-refunds')`)
  return rows.map(({ what }) => what)
}
