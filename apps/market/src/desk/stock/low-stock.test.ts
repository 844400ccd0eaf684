import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { people } from '@rose-ash/shared/db/models/account'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { variants } from '@rose-ash/shared/db/models/market'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../../app.ts'
import { changeStatus } from '../products/change-status.ts'
import { aSize, deskWorld } from '../testing/desk-world.ts'
import { tellLowStock } from './tell-low-stock.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const { manager, newProduct } = await deskWorld(app)

async function mailsTo(email: string): Promise<string[]> {
  const { rows } = await db.execute<{ payload: { to: string; text: string } }>(
    sql`select payload from graphile_worker._private_jobs where key like 'mail-low-stock-%'`,
  )
  return rows.flatMap(({ payload }) => (payload.to === email ? [payload.text] : []))
}

describe('what runs low', () => {
  it('is mailed to the managers once, and again only after there was more of it', async () => {
    const lows = [aSize({ title: 'Small', lowStockAt: 2 })]
    const { id: productId } = await newProduct({ title: 'Low loaf', variants: lows })
    await changeStatus(db, app, { runner: manager, productId, status: 'published' })
    const [size] = await db.select().from(variants).where(eq(variants.productId, productId))
    const have = (capacity: number) =>
      db
        .update(supplies)
        .set({ capacity })
        .where(eq(supplies.id, size?.supplyId ?? ''))
    const [person] = await db.select().from(people).where(eq(people.id, manager.personId))
    const mails = () => mailsTo(person?.email ?? '')

    await have(3)
    expect(await tellLowStock(app)).toBe(0)
    await have(2)
    expect([await tellLowStock(app), await tellLowStock(app)]).toEqual([1, 0])
    expect(await mails()).toEqual([expect.stringContaining('Low loaf, Small: 2 left')])
    await have(9)
    expect(await tellLowStock(app)).toBe(0)
    await have(1)
    expect(await tellLowStock(app)).toBe(1)
    expect(await mails()).toHaveLength(2)
  })
})
