import { eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { proposals, supplierItems } from '@rose-ash/shared/db/models/market-review'
import { testDatabase, untilTheyWait } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { ourPrice, reviewWorld } from '../testing/review-world.ts'
import { acceptProposal } from './decide.ts'

const { db } = await testDatabase()

/** Fails at once when somebody else has it. */
const take = (tx: Db, table: string, id: string | undefined) =>
  tx.execute(sql`select from ${sql.raw(table)} where id = ${id} for no key update nowait`)

describe('who decides while something else goes on', () => {
  it('never waits in a circle with a run that reads the same thing anew, and is told', async () => {
    const { of, parts } = await reviewWorld(db)
    const seen = await of('A-2')
    const [item] = await db.select().from(supplierItems).where(eq(supplierItems.externalId, 'A-2'))

    const { accepting } = await db.transaction(async (run) => {
      await take(run, 'market.supplier_items', item?.id)
      const accepting = acceptProposal(parts, seen).catch((error: unknown) => error)
      await untilTheyWait(db)
      await take(run, 'market.proposals', seen.proposalId)
      const version = seen.version + 1
      await run.update(proposals).set({ version }).where(eq(proposals.id, seen.proposalId))
      return { accepting }
    })

    expect(await accepting).toMatchObject({ code: 'decided_meanwhile' })
  })

  it('never waits in a circle with who saves the product', async () => {
    const { accept, of, ours, parts, read, site } = await reviewWorld(db)
    await accept('A-2')
    const before = await ours('A-2')
    const found = site.products[1]
    if (!found || !before) throw new Error('it was just accepted')
    found.priceMinor += 50
    found.name = 'Seeded loaf'
    await read()
    const change = await of('A-2')

    const { accepting } = await db.transaction(async (desk) => {
      await take(desk, 'market.products', before.product.id)
      const accepting = acceptProposal(parts, change)
      await untilTheyWait(db)
      await take(desk, 'market.variants', before.variant.id)
      return { accepting }
    })
    await accepting

    const after = await ours('A-2')
    expect(after?.product.title).toBe('Seeded loaf')
    expect(after?.variant.priceMinor).toBe(ourPrice(found.priceMinor))
  })
})
