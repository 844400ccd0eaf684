import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { orders } from '@rose-ash/shared/db/models/cart'
import { anOrder, testDatabase } from '@rose-ash/shared/testing'
import { changeState, type Order, type OrderState } from './change-state.ts'

const { db } = await testDatabase()

/** Which constraint refuses it; undefined when none does. */
async function refusedBy(act: Promise<unknown>): Promise<string | undefined> {
  const error = await act.then(
    () => undefined,
    (one: { cause?: { constraint?: string } }) => one,
  )
  return error?.cause?.constraint
}
const move = (order: Order, to: OrderState) => changeState(db, order, { to, reason: 'a test' })
const read = async ({ id }: Order) => {
  const [order] = await db.select().from(orders).where(eq(orders.id, id))
  if (!order) throw new Error('it is there')
  return order
}

describe('the state of an order', () => {
  it('is changed by writing the move down, with the time that belongs to it', async () => {
    const draft = await anOrder(db, { state: 'draft', paidAt: null, heldUntil: new Date() })

    await move(draft, 'paid')
    const paid = await read(draft)
    await move(paid, 'fulfilled')
    const fulfilled = await read(draft)
    await move(fulfilled, 'paid')

    expect(paid).toMatchObject({ state: 'paid', heldUntil: null, fulfilledAt: null })
    expect(fulfilled.fulfilledAt).not.toBeNull()
    expect(await read(draft)).toMatchObject({ state: 'paid', paidAt: paid.paidAt })
  })

  it.each([
    ['draft', 'refunded'],
    ['cancelled', 'paid'],
    ['refunded', 'paid'],
    ['paid', 'expired'],
  ] as const)('does not go from %s to %s', async (from, to) => {
    const order = await anOrder(db, { state: from, heldUntil: new Date() })

    expect(await refusedBy(move(order, to))).toBe('order_transitions_move_known')

    expect((await read(order)).state).toBe(from)
  })

  it('does not move from where the order does not stand any more', async () => {
    const order = await anOrder(db, { state: 'awaiting_payment' })
    await move(order, 'paid')

    const late = await refusedBy(move(order, 'cancelled'))

    expect(late).toBe('order_transitions_from_where_it_stands')
    expect((await read(order)).state).toBe('paid')
  })

  it('does not change without its row in the log', async () => {
    const order = await anOrder(db, { state: 'paid' })

    const behind = db.execute(sql`update cart.orders set state = 'refunded' where id = ${order.id}`)

    expect(await refusedBy(behind)).toBe('orders_state_logged')
    expect((await read(order)).state).toBe('paid')
  })
})
