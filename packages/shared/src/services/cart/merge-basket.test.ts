import { randomUUID } from 'node:crypto'
import { and, asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { basketLines, baskets } from '../../db/models/cart.ts'
import { aPerson, testDatabase } from '../../testing/index.ts'
import { type BasketOwner, ensureBasket } from './baskets.ts'
import { mergeBasket } from './merge-basket.ts'

const { db } = await testDatabase()
const [loaf = '', jar = '', ticket = ''] = [randomUUID(), randomUUID(), randomUUID()].toSorted()

describe('signing in with a full basket', () => {
  it('adds it to what was in the account already, once, and up to 99 of a thing', async () => {
    const { id: personId } = await aPerson(db)
    const visitorId = randomUUID()
    await fill({ personId }, [loaf, 2], [jar, 98])
    await fill({ visitorId }, [loaf, 3], [jar, 5], [ticket, 1])

    await Promise.all([1, 2, 3].map(() => mergeBasket(db, { visitorId, personId })))

    expect(await linesOf(personId)).toEqual([
      [loaf, 5],
      [jar, 99],
      [ticket, 1],
    ])
    expect(await db.$count(baskets, eq(baskets.visitorId, visitorId))).toBe(0)
  })

  it('keeps notes, chosen prices, what is saved for later, and codes', async () => {
    const { id: personId } = await aPerson(db)
    const visitorId = randomUUID()
    await fill({ personId }, [loaf, 1], [jar, 1])
    await fill({ visitorId }, [loaf, 1], [jar, 1], [ticket, 1])
    const savedAt = new Date('2026-11-20T10:00:00Z')
    await say({ personId }, loaf, { note: 'Sliced', chosenMinor: 300 })
    await say({ visitorId }, loaf, { note: 'Whole', chosenMinor: 500 })
    await say({ visitorId }, jar, { note: 'No label' })
    await say({ visitorId }, ticket, { savedAt, seenMinor: 1800, note: 'By the window' })
    await db
      .update(baskets)
      .set({ voucherCodes: ['A-1', 'B-2'] })
      .where(ownedBy({ personId }))
    await db
      .update(baskets)
      .set({ voucherCodes: ['B-2', 'C-3'] })
      .where(ownedBy({ visitorId }))

    await mergeBasket(db, { visitorId, personId })

    const rows = await db
      .select({ line: basketLines, codes: baskets.voucherCodes })
      .from(basketLines)
      .innerJoin(baskets, eq(baskets.id, basketLines.basketId))
      .where(eq(baskets.personId, personId))
      .orderBy(asc(basketLines.itemId))
    expect(rows.map(({ line }) => line)).toMatchObject([
      { note: 'Sliced', chosenMinor: 500, quantity: 2, savedAt: null },
      { note: 'No label', chosenMinor: null, quantity: 2, savedAt: null },
      { note: 'By the window', seenMinor: 1800, quantity: 1, savedAt },
    ])
    expect(rows[0]?.codes.toSorted()).toEqual(['A-1', 'B-2', 'C-3'])
  })

  it('changes nothing when the guest had none', async () => {
    const { id: personId } = await aPerson(db)
    await fill({ personId }, [loaf, 1])

    await mergeBasket(db, { visitorId: randomUUID(), personId })

    expect(await linesOf(personId)).toEqual([[loaf, 1]])
  })
})

async function fill(owner: BasketOwner, ...lines: [itemId: string, quantity: number][]) {
  const basketId = await ensureBasket(db, owner)
  const rows = lines.map(([itemId, quantity]) => ({ itemId, quantity, basketId }))
  await db.insert(basketLines).values(rows.map((row) => ({ ...row, kind: 'product' as const })))
}

const ownedBy = (owner: BasketOwner) =>
  'personId' in owner
    ? eq(baskets.personId, owner.personId)
    : eq(baskets.visitorId, owner.visitorId)

async function say(
  owner: BasketOwner,
  itemId: string,
  values: Partial<typeof basketLines.$inferInsert>,
): Promise<void> {
  const basketId = await ensureBasket(db, owner)
  const which = and(eq(basketLines.basketId, basketId), eq(basketLines.itemId, itemId))
  await db.update(basketLines).set(values).where(which)
}

async function linesOf(personId: string) {
  const rows = await db
    .select({ itemId: basketLines.itemId, quantity: basketLines.quantity })
    .from(basketLines)
    .innerJoin(baskets, eq(baskets.id, basketLines.basketId))
    .where(eq(baskets.personId, personId))
    .orderBy(asc(basketLines.itemId))
  return rows.map(({ itemId, quantity }) => [itemId, quantity])
}
