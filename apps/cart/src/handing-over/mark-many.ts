import { inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { Refusal } from '@rose-ash/shared/errors'
import { orderTags } from '../orders/order-tags.ts'
import type { Shop } from '../shop.ts'
import { handOver, takeBackHandOver } from './hand-over.ts'
import { markPacked, unpack } from './mark-packed.ts'

export const markings = ['packed', 'unpacked', 'handed-over', 'taken-back'] as const
export type Marking = (typeof markings)[number]

const verbs = {
  packed: markPacked,
  unpacked: unpack,
  'handed-over': handOver,
  'taken-back': takeBackHandOver,
} as const satisfies Record<Marking, typeof handOver>

export interface ManyHandings {
  /** Pages' parts of orders; the same one twice is done once. */
  picks: { orderId: string; pageId: string }[]
  as: Marking
  personId: string
}

export interface ManyMarked {
  done: number
  /** Those that could not be, each with why. */
  refused: { number: number; why: string }[]
}

/**
 * Marks many at once, in one transaction: whatever can be is, and of the others it is said why not.
 * Orders are taken in the order of their ids, so that two people who tick the same ones never wait for
 * each other for ever.
 */
export async function markMany(
  db: Db,
  shop: Shop,
  { picks, as, personId }: ManyHandings,
): Promise<ManyMarked> {
  const sorted = [...new Map(picks.map((pick) => [keyOf(pick), pick]))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, pick]) => pick)
  const refusals = await db.transaction(async (tx) => {
    const found: { orderId: string; why: string }[] = []
    for (const pick of sorted) {
      try {
        await verbs[as](tx, shop, { ...pick, personId })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        found.push({ orderId: pick.orderId, why: error.message })
      }
    }
    return found
  })
  await purgeOrders(db, shop, sorted)
  const numbers = await numbersOf(db, refusals)
  return {
    done: sorted.length - refusals.length,
    refused: refusals.map(({ orderId, why }) => ({ number: numbers.get(orderId) ?? 0, why })),
  }
}

const keyOf = ({ orderId, pageId }: { orderId: string; pageId: string }) => orderId + pageId

async function purgeOrders(db: Db, shop: Shop, picks: { orderId: string }[]): Promise<void> {
  const tags = new Set<string>()
  for (const orderId of new Set(picks.map((pick) => pick.orderId)))
    for (const tag of await orderTags(db, orderId)) tags.add(tag)
  if (tags.size > 0) await shop.purge([...tags])
}

async function numbersOf(db: Db, of: { orderId: string }[]): Promise<Map<string, number>> {
  if (of.length === 0) return new Map()
  const ids = of.map(({ orderId }) => orderId)
  const { id, number } = orders
  const rows = await db.select({ id, number }).from(orders).where(inArray(id, ids))
  return new Map(rows.map((row) => [row.id, row.number]))
}
