import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { productImports } from '@rose-ash/shared/db/models/market-imports'
import { Refusal } from '@rose-ash/shared/errors'
import { type House, marketRunBy, type Runner } from '../desk/runner.ts'
import { goOn } from './import-work.ts'

/** The file is at another step by now. */
class NotReady extends Refusal {
  constructor() {
    super('import_not_ready', 409, 'This file is at another step by now. Look at its page again.')
  }
}

interface Decision {
  runner: Runner
  marketId: string
  importId: string
}

/** Writes what was looked at; rows with something wrong are left out. @throws {NotReady} */
export async function approveImport(db: Db, house: House, decision: Decision): Promise<void> {
  const { runner, marketId, importId } = decision
  await marketRunBy(db, house, runner, marketId)
  await db.transaction(async (tx) => {
    const { rowCount } = await tx
      .update(productImports)
      .set({ state: 'writing' })
      .where(isAt(decision, ['ready']))
    if (rowCount !== 1) throw new NotReady()
    await goOn(tx, 'write-import', importId)
  })
}

/** Gives a file up. What is written of it already stays. @throws {NotReady} when it is over. */
export async function cancelImport(db: Db, house: House, decision: Decision): Promise<void> {
  await marketRunBy(db, house, decision.runner, decision.marketId)
  const { rowCount } = await db
    .update(productImports)
    .set({ state: 'cancelled', endedAt: sql`now()` })
    .where(isAt(decision, ['checking', 'ready', 'writing']))
  if (rowCount !== 1) throw new NotReady()
}

const isAt = ({ marketId, importId }: Decision, states: ('checking' | 'ready' | 'writing')[]) =>
  and(
    eq(productImports.id, importId),
    eq(productImports.marketId, marketId),
    inArray(productImports.state, states),
  )
