import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { explainChanges } from '../../db/index.ts'
import { movements, supplies } from '../../db/models/holds.ts'
import { priceChanges, productChanges } from '../../db/models/market-prices.ts'
import { variants } from '../../db/models/market.ts'
import { aPerson, aVariant, testDatabase } from '../../testing/index.ts'
import { holdSupplies, takeHolds } from '../holds.ts'

const { db } = await testDatabase()
const soon = () => new Date(Date.now() + 60_000)

describe('the ledger of what is scarce', () => {
  it('has every change of what is on hand, with who and why, and adds up', async () => {
    const { supplyId } = await aVariant(db, { stock: 5 })
    const { id: personId } = await aPerson(db)

    await buy(supplyId, 2)
    await db.transaction(async (tx) => {
      await explainChanges(tx, { personId, reason: 'Thursday’s van', kind: 'delivery' })
      await tx
        .update(supplies)
        .set({ capacity: sql`${supplies.capacity} + 12` })
        .where(eq(supplies.id, supplyId))
    })
    await db.update(supplies).set({ capacity: null }).where(eq(supplies.id, supplyId))

    expect(await movementsOf(supplyId)).toEqual([
      { delta: 5, onHand: 5, kind: 'opening', reason: '', personId: null },
      { delta: -2, onHand: 3, kind: 'sale', reason: '', personId: null },
      { delta: 12, onHand: 15, kind: 'delivery', reason: 'Thursday’s van', personId },
      { delta: -15, onHand: 0, kind: 'correction', reason: '', personId: null },
    ])
  })

  it('knows nothing of what is only held', async () => {
    const { supplyId } = await aVariant(db, { stock: 5 })
    await hold(supplyId, 3)

    expect(await movementsOf(supplyId)).toHaveLength(1)
  })

  it('sells what is to come, as far as it may', async () => {
    const { supplyId } = await aVariant(db, { stock: 1 })
    await db.update(supplies).set({ backorder: 2 }).where(eq(supplies.id, supplyId))

    await buy(supplyId, 3)

    const refusal = await buy(supplyId, 1).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ shortages: [{ supplyId, wanted: 1, left: 0 }] })
    expect((await movementsOf(supplyId)).at(-1)).toMatchObject({ delta: -3, onHand: -2 })
  })
})

describe('the history of a price', () => {
  it('has every price and nothing else', async () => {
    const { id } = await aVariant(db, { priceMinor: 280 })
    const { id: personId } = await aPerson(db)
    await db.transaction(async (tx) => {
      await explainChanges(tx, { personId, reason: 'Flour is dearer' })
      await tx.update(variants).set({ priceMinor: 300 }).where(eq(variants.id, id))
    })
    await db.update(variants).set({ title: 'Small loaf' }).where(eq(variants.id, id))

    const { priceMinor, reason, personId: by } = priceChanges
    const rows = await db
      .select({ priceMinor, reason, by })
      .from(priceChanges)
      .where(eq(priceChanges.variantId, id))
      .orderBy(priceChanges.at)
    expect(rows).toEqual([
      { priceMinor: 280, reason: '', by: null },
      { priceMinor: 300, reason: 'Flour is dearer', by: personId },
    ])
  })
})

describe('what a listing has to read again', () => {
  it('is a product whose last one went or whose first one came, not every sale', async () => {
    const { supplyId, productId } = await aVariant(db, { stock: 3 })
    const counted = () => db.$count(productChanges, eq(productChanges.productId, productId))
    const before = await counted()

    await buy(supplyId, 2)
    expect(await counted()).toBe(before)

    await buy(supplyId, 1)
    expect(await counted()).toBe(before + 1)
  })
})

async function hold(supplyId: string, quantity: number): Promise<string> {
  const holderId = crypto.randomUUID()
  const wants = [{ supplyId, quantity }]
  await db.transaction((tx) => holdSupplies(tx, { holderId, wants, expiresAt: soon() }))
  return holderId
}

async function buy(supplyId: string, quantity: number): Promise<void> {
  await takeHolds(db, await hold(supplyId, quantity))
}

function movementsOf(supplyId: string) {
  const { delta, onHand, kind, reason, personId } = movements
  return db
    .select({ delta, onHand, kind, reason, personId })
    .from(movements)
    .where(eq(movements.supplyId, supplyId))
    .orderBy(movements.id)
}
