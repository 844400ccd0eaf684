import { randomUUID } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
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

async function linesOf(personId: string) {
  const rows = await db
    .select({ itemId: basketLines.itemId, quantity: basketLines.quantity })
    .from(basketLines)
    .innerJoin(baskets, eq(baskets.id, basketLines.basketId))
    .where(eq(baskets.personId, personId))
    .orderBy(asc(basketLines.itemId))
  return rows.map(({ itemId, quantity }) => [itemId, quantity])
}
