import { and, eq, sql } from 'drizzle-orm'
import { type Db, explainChanges } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { variants } from '@rose-ash/shared/db/models/market'
import {
  type FieldChange,
  proposals,
  supplierItems,
} from '@rose-ash/shared/db/models/market-review'
import { changeStatusIn } from '../../desk/products/change-status.ts'
import { DecidedMeanwhile } from '../errors.ts'
import { managedSupplier } from '../manages.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import { applyChanges } from './apply-changes.ts'
import { createProduct } from './create-product.ts'
import type { Item } from './item.ts'
import { lockProduct } from './lock-product.ts'

type Parts = Pick<SupplierParts, 'db' | 'services' | 'appConfig' | 'purge'>

/** What somebody wrote before accepting, instead of what was found. */
export interface Edits {
  title?: string | undefined
  /** Our price of one unit, minor units. */
  priceMinor?: number | undefined
  /** Where a new product goes. */
  categoryId?: string | undefined
  /** What becomes of a product that is gone. */
  gone?: 'archive' | 'no-stock' | undefined
}

export interface Decision {
  personId: string
  supplierId: string
  proposalId: string
  /** Of the proposal that was looked at. */
  version: number
}

/**
 * Accepts a proposal: a new thing becomes a draft, a changed one changes, a gone one goes.
 *
 * @throws {NotManaging} @throws {NoPrice} @throws {NotFound}
 * @throws {DecidedMeanwhile} when somebody else decided it, or a run rewrote it; nothing is changed.
 */
export async function acceptProposal(
  parts: Parts,
  decision: Decision & { edits?: Edits },
): Promise<void> {
  await managedSupplier(parts, decision)
  const productId = await parts.db.transaction((tx) => accept(tx, parts, decision))
  if (productId !== undefined) await parts.purge([`product:${productId}`])
}

/**
 * Refuses a proposal. The same is not proposed again until the supplier says something else.
 *
 * @throws {NotManaging} @throws {DecidedMeanwhile}
 */
export async function rejectProposal(parts: Parts, decision: Decision): Promise<void> {
  await managedSupplier(parts, decision)
  await parts.db.transaction(async (tx) => {
    const { changes, item } = await claim(tx, decision, 'rejected')
    const rejected = { ...item.rejected, ...valuesOf(changes) }
    await tx.update(supplierItems).set({ rejected }).where(eq(supplierItems.id, item.id))
  })
}

async function accept(
  tx: Db,
  parts: Parts,
  decision: Decision & { edits?: Edits },
): Promise<string | undefined> {
  const { personId, edits = {} } = decision
  const { kind, changes, item } = await claim(tx, decision, 'accepted')
  const { title, priceMinor, categoryId, gone = 'no-stock' } = edits
  if (kind === 'new') return createProduct(tx, { item, personId, categoryId, title, priceMinor })
  if (kind === 'gone') {
    await remember(tx, item, changes)
    return takeAway(tx, parts, { item, personId, gone })
  }
  await applyChanges(tx, { item, changes: edited(changes, title), personId, priceMinor })
  // The supplier's own words are what is compared with the next time.
  await remember(tx, item, changes)
  return productOf(tx, item)
}

/**
 * One conditional update: of two who decide at once, the second is told. The item first, as a run that
 * reads it anew has it when it rewrites the proposal.
 */
async function claim(
  tx: Db,
  { personId, supplierId, proposalId, version }: Decision,
  state: 'accepted' | 'rejected',
): Promise<{ kind: string; changes: FieldChange[]; item: Item }> {
  const theirs = tx
    .select({ id: proposals.itemId })
    .from(proposals)
    .where(eq(proposals.id, proposalId))
  const [item] = await tx
    .select()
    .from(supplierItems)
    .where(eq(supplierItems.id, theirs))
    .for('update')
  if (!item) throw new DecidedMeanwhile()
  const [mine] = await tx
    .update(proposals)
    .set({ state, decidedBy: personId, decidedAt: sql`now()` })
    .where(
      and(
        eq(proposals.id, proposalId),
        eq(proposals.supplierId, supplierId),
        eq(proposals.state, 'open'),
        eq(proposals.version, version),
      ),
    )
    .returning()
  if (!mine) throw new DecidedMeanwhile()
  const { kind, changes } = mine
  return { kind, changes, item }
}

const valuesOf = (changes: FieldChange[]) =>
  Object.fromEntries(changes.map(({ field, to }) => [field, to]))

function edited(changes: FieldChange[], title: string | undefined): FieldChange[] {
  return changes.map((change) =>
    change.field === 'name' && title !== undefined ? { ...change, to: title } : change,
  )
}

async function remember(tx: Db, item: Item, changes: FieldChange[]): Promise<void> {
  const accepted = { ...item.accepted, ...valuesOf(changes) }
  await tx.update(supplierItems).set({ accepted }).where(eq(supplierItems.id, item.id))
}

async function takeAway(
  tx: Db,
  house: Parts,
  { item, personId, gone }: { item: Item; personId: string; gone: 'archive' | 'no-stock' },
): Promise<string | undefined> {
  if (item.variantId === null) return undefined
  await lockProduct(tx, item.id)
  await explainChanges(tx, { personId, reason: 'The supplier has it no more', kind: 'correction' })
  const [variant] = await tx
    .update(variants)
    .set(gone === 'archive' ? { active: false } : { active: true })
    .where(eq(variants.id, item.variantId))
    .returning()
  if (!variant) return undefined
  const { productId, supplyId } = variant
  // What was sold already stays sold; nothing more can be.
  const spent = sql`${supplies.held} + ${supplies.taken}`
  await tx
    .update(supplies)
    .set({
      capacity: sql`least(coalesce(${supplies.capacity}, ${spent}), ${spent})`,
      backorder: sql`greatest(${spent} - least(coalesce(${supplies.capacity}, ${spent}), ${spent}), 0)`,
    })
    .where(eq(supplies.id, supplyId))
  const others = await tx.$count(
    variants,
    and(eq(variants.productId, productId), eq(variants.active, true)),
  )
  if (gone === 'archive' && others === 0)
    await changeStatusIn(tx, house, { productId, status: 'archived' })
  return productId
}

async function productOf(tx: Db, { variantId }: Item): Promise<string | undefined> {
  if (variantId === null) return undefined
  const [variant] = await tx
    .select({ productId: variants.productId })
    .from(variants)
    .where(eq(variants.id, variantId))
  return variant?.productId
}
