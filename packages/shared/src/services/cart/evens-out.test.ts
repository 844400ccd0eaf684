import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { orderLines, orders } from '../../db/models/cart.ts'
import { merchants } from '../../db/models/cart-merchants.ts'
import { supplies } from '../../db/models/holds.ts'
import { aPage, testDatabase } from '../../testing/index.ts'
import { evensOut } from './evens-out.ts'

const { db } = await testDatabase()
const { id: pageId } = await aPage(db)
await db.insert(merchants).values({}).onConflictDoNothing()
const [merchant] = await db.select().from(merchants)
const suggestedMinor = 1000

interface Bought {
  itemId: string
  unitMinor: number
  email: string
  quantity?: number
  returnedQuantity?: number
  state?: 'paid' | 'refunded'
}

async function bought({ itemId, email, state = 'paid', ...line }: Bought): Promise<void> {
  const totalMinor = line.unitMinor * (line.quantity ?? 1)
  const [order] = await db
    .insert(orders)
    .values({
      requestKey: randomUUID(),
      accessKey: randomUUID(),
      merchantId: merchant?.id ?? '',
      email,
      state,
      currency: 'GBP',
      itemsMinor: totalMinor,
      totalMinor,
      placedAt: new Date(),
      paidAt: new Date(),
    })
    .returning()
  const [supply] = await db.insert(supplies).values({}).returning()
  await db.insert(orderLines).values({
    orderId: order?.id ?? '',
    kind: 'ticket',
    itemId,
    supplyId: supply?.id ?? '',
    pageId,
    title: 'Supper',
    suggestedMinor,
    quantity: 1,
    ...line,
  })
}

describe('whether solidarity prices even out', () => {
  it('is told from three buyers on, and never who they are', async () => {
    const itemId = randomUUID()
    await bought({ itemId, email: 'a@example.org', unitMinor: 1500 })
    await bought({ itemId, email: 'b@example.org', unitMinor: 400 })
    await bought({ itemId, email: 'A@example.org', unitMinor: 1000 })
    expect(await evensOut(db, [itemId])).toBeNull()

    await bought({ itemId, email: 'c@example.org', unitMinor: 1000 })

    expect(await evensOut(db, [itemId])).toEqual({
      balance: { amount: -100, currency: 'GBP' },
      more: 1,
      asSuggested: 1,
      less: 1,
    })
    expect(await evensOut(db, [])).toBeNull()
  })

  it('counts every piece that was kept, and no order that was given back', async () => {
    const itemId = randomUUID()
    const all = { itemId, unitMinor: 1200 }
    await bought({ ...all, email: 'a@example.org', quantity: 3, returnedQuantity: 1 })
    await bought({ ...all, email: 'b@example.org', quantity: 2, returnedQuantity: 2 })
    await bought({ ...all, email: 'c@example.org', state: 'refunded' })
    expect(await evensOut(db, [itemId])).toBeNull()
    await bought({ ...all, email: 'd@example.org' })
    await bought({ ...all, email: 'e@example.org', unitMinor: 700 })

    expect(await evensOut(db, [itemId])).toEqual({
      balance: { amount: 2 * 200 + 200 - 300, currency: 'GBP' },
      more: 2,
      asSuggested: 0,
      less: 1,
    })
  })
})
