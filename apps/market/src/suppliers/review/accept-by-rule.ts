import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { acceptRules, type FieldChange, proposals } from '@rose-ash/shared/db/models/market-review'
import { applyChanges } from './apply-changes.ts'
import { priceOf } from './comparable.ts'
import { NoPrice } from './errors.ts'
import type { Item } from './item.ts'

type Rule = typeof acceptRules.$inferSelect

const ruleFields: Readonly<Record<string, Rule['field']>> = {
  price: 'price',
  stock: 'stock',
  availability: 'stock',
  name: 'text',
  description: 'text',
  image: 'image',
}

/**
 * Accepts what the supplier's rules let pass, and keeps for the review what was decided by which.
 *
 * @returns what a person has to decide.
 */
export async function acceptByRule(
  tx: Db,
  { item, changes, runId }: { item: Item; changes: FieldChange[]; runId: string },
): Promise<FieldChange[]> {
  if (changes.length === 0) return []
  const rules = await tx
    .select()
    .from(acceptRules)
    .where(and(eq(acceptRules.supplierId, item.supplierId), eq(acceptRules.active, true)))
  let now = item
  const left: FieldChange[] = []
  for (const change of changes) {
    const rule = rules.find((one) => lets(one, change))
    if (!rule || !(await accepted(tx, now, change))) {
      left.push(change)
      continue
    }
    now = { ...now, accepted: { ...now.accepted, [change.field]: change.to } }
    await tx.insert(proposals).values({
      itemId: item.id,
      supplierId: item.supplierId,
      kind: 'changed',
      changes: [change],
      state: 'accepted',
      decidedAt: sql`now()`,
      ruleId: rule.id,
      runId,
    })
  }
  return left
}

/** A price that no pricing rule can turn into ours is a person's. */
async function accepted(tx: Db, item: Item, change: FieldChange): Promise<boolean> {
  try {
    await tx.transaction((inner) =>
      applyChanges(inner, { item, changes: [change], personId: null }),
    )
    return true
  } catch (error) {
    if (error instanceof NoPrice) return false
    throw error
  }
}

function lets({ field, maxBasisPoints }: Rule, change: FieldChange): boolean {
  if (ruleFields[change.field] !== field) return false
  if (field !== 'price') return true
  const [from, to] = [change.from, change.to].map((value) =>
    priceOf(typeof value === 'string' ? value : undefined),
  )
  if (!from || !to || from.currency !== to.currency || maxBasisPoints === null) return false
  return Math.abs(to.amount - from.amount) * 10_000 <= maxBasisPoints * from.amount
}
