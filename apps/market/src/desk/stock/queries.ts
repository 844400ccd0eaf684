import { desc, eq, inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { movements } from '@rose-ash/shared/db/models/holds'
import type { House } from '../runner.ts'

const shown = 200

/** The last movements of these supplies, newest first, with the names of who wrote them down. */
export async function ledgerOf(db: Db, { services }: House, supplyIds: string[]) {
  if (supplyIds.length === 0) return []
  const rows = await db
    .select()
    .from(movements)
    .where(inArray(movements.supplyId, supplyIds))
    .orderBy(desc(movements.id))
    .limit(shown)
  const people = rows.flatMap(({ personId }) => personId ?? [])
  const names = await services.account.names(db, [...new Set(people)])
  return rows.map((row) => ({ ...row, by: names.get(row.personId ?? '') ?? '' }))
}

/** The newest line of a supply's ledger; 0 before there is one. */
export async function lastLine(db: Db, supplyId: string): Promise<number> {
  const [row] = await db
    .select({ id: movements.id })
    .from(movements)
    .where(eq(movements.supplyId, supplyId))
    .orderBy(desc(movements.id))
    .limit(1)
  return row?.id ?? 0
}
