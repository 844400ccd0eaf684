import { desc, eq, sql } from 'drizzle-orm'
import { supplierRuns } from '@rose-ash/shared/db/models/market-suppliers'
import { testDatabase, untilTheyWait } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { chooseColumns } from '../files/run-file.ts'
import { supplierWorld } from '../testing/supplier-world.ts'
import { resumeRun, startRun } from './control-run.ts'

const { db } = await testDatabase()

const lastRun = async (supplierId: string) => {
  const [run] = await db
    .select()
    .from(supplierRuns)
    .where(eq(supplierRuns.supplierId, supplierId))
    .orderBy(desc(supplierRuns.id))
  return run
}

describe('reading a catalogue and taking in a price list at once', () => {
  it('keeps a price list waiting that is begun when reading goes on', async () => {
    const { parts, supplier, managerId: personId } = await supplierWorld(db)
    const { id: supplierId } = supplier
    const list = { supplierId, kind: 'file' as const, state: 'waiting' as const }
    const [file] = await db.insert(supplierRuns).values(list).returning()
    await db.insert(supplierRuns).values({ supplierId, kind: 'web', state: 'stopped' })

    const { choosing } = await db.transaction(async (tx) => {
      await resumeRun({ ...parts, db: tx }, { personId, supplierId })
      const choice = { personId, supplierId, runId: file?.id ?? '', columns: {} }
      const choosing = chooseColumns(parts, choice).catch((error: unknown) => error)
      await untilTheyWait(db)
      return { choosing }
    })

    expect(await choosing).toMatchObject({ code: 'runs_already' })
    expect(await db.$count(supplierRuns, eq(supplierRuns.state, 'waiting'))).toBe(1)
  })

  it('never waits in a circle with a price list that is begun at the same moment', async () => {
    const { parts, supplier, managerId: personId } = await supplierWorld(db)
    const { id: supplierId } = supplier

    const { starting } = await db.transaction(async (list) => {
      await list.execute(sql`select from market.suppliers where id = ${supplierId} for update`)
      const starting = startRun(parts, { personId, supplierId }).catch((error: unknown) => error)
      await untilTheyWait(db)
      await list.insert(supplierRuns).values({ supplierId, kind: 'file', state: 'running' })
      return { starting }
    })

    expect(await starting).toMatchObject({ code: 'runs_already' })
  })

  it('does not go on while an older price list is taken in', async () => {
    const { parts, supplier, managerId: personId } = await supplierWorld(db)
    const { id: supplierId } = supplier
    await db.insert(supplierRuns).values({ supplierId, kind: 'file', state: 'running' })
    await db.insert(supplierRuns).values({ supplierId, kind: 'web', state: 'stopped' })

    await expect(resumeRun(parts, { personId, supplierId })).rejects.toMatchObject({
      code: 'runs_already',
    })

    expect(await lastRun(supplierId)).toMatchObject({ kind: 'web', state: 'stopped' })
  })
})
