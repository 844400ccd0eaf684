import { setImmediate as nextTurn } from 'node:timers/promises'
import { TypedFastBitSet } from 'typedfastbitset'
import { bandOf, type Cursor, type Sort } from '../filter.ts'
import { grown } from './grown.ts'
import type { ListingRow } from './listing-row.ts'
import { packId, titleKey, unpackId } from './sort-key.ts'
import { SortedSlots } from './sorted-slots.ts'
import { ValueCodes } from './value-codes.ts'

const MOST_ANSWERS = 64

/** All published products of a market in columns: what a listing filters, counts and sorts by. */
export class ListingIndex {
  readonly all = new TypedFastBitSet()
  readonly available = new TypedFastBitSet()
  readonly onSale = new TypedFastBitSet()
  readonly categories = new ValueCodes()
  readonly labels = new ValueCodes()
  readonly allergens = new ValueCodes()
  readonly producers = new ValueCodes()
  readonly origins = new ValueCodes()
  readonly bands = new ValueCodes()
  readonly #codes = [
    this.categories,
    this.labels,
    this.allergens,
    this.producers,
    this.origins,
    this.bands,
  ]
  /** What was counted since something changed. */
  readonly #answers = new Map<string, unknown>()
  readonly #slots = new Map<string, number>()
  readonly #free: number[] = []
  readonly #ids: string[] = []
  readonly #titles: string[] = []
  #positions = new Int32Array(1_024)
  #published = new Float64Array(1_024)
  #prices = new Int32Array(1_024)
  readonly #orders = {
    shelf: new SortedSlots((a, b) => this.#at(this.#positions, a, b) || this.#byId(a, b)),
    newest: new SortedSlots((a, b) => this.#at(this.#published, b, a) || this.#byId(b, a)),
    price: new SortedSlots((a, b) => this.#at(this.#prices, a, b) || this.#byId(a, b)),
    title: new SortedSlots((a, b) => compare(this.#titles[a], this.#titles[b]) || this.#byId(a, b)),
  }

  get size(): number {
    return this.#slots.size
  }

  /**
   * Puts in some thousand of all products of a market; call `settle` after the last. One that is here
   * already stays as it is.
   */
  add(rows: readonly ListingRow[]): void {
    const coming: number[] = []
    for (const row of rows) {
      if (!this.#slots.has(packId(row.id))) coming.push(this.#put(row, new Set()))
    }
    for (const order of Object.values(this.#orders)) order.add(coming)
  }

  /** Sorts what was added, and lets others have their turn in between. */
  async settle(): Promise<void> {
    for (const order of Object.values(this.#orders)) {
      order.settle()
      await nextTurn()
    }
  }

  /** Puts these products in, or in their new form, and takes those out. */
  apply(rows: readonly ListingRow[], gone: readonly string[] = []): void {
    if (rows.length === 0 && gone.length === 0) return
    this.#answers.clear()
    const leaving = new Set<number>()
    for (const id of gone) this.#takeOut(packId(id), leaving)
    const coming = rows.map((row) => this.#put(row, leaving))
    const leaves = (slot: number) => leaving.has(slot)
    // A slot of something that went may already be somebody else's: then it leaves its old place only.
    for (const order of Object.values(this.#orders)) order.replace(leaves, coming)
  }

  /** The products with these ids, those of them that are here. */
  setOf(ids: readonly string[]): TypedFastBitSet {
    const set = new TypedFastBitSet()
    for (const id of ids) {
      const slot = this.#slots.get(packId(id))
      if (slot !== undefined) set.add(slot)
    }
    return set
  }

  /** What `make` answers, made once until a product changes. */
  remember<T>(key: string, make: () => T): T {
    if (this.#answers.has(key)) return this.#answers.get(key) as T
    if (this.#answers.size >= MOST_ANSWERS) this.#answers.clear()
    const answer = make()
    this.#answers.set(key, answer)
    return answer
  }

  isIn(set: TypedFastBitSet, id: string): boolean {
    const slot = this.#slots.get(packId(id))
    return slot !== undefined && set.has(slot)
  }

  /** The first ids of a set in an order, after a place in it. */
  first(set: TypedFastBitSet, sort: Sort, limit: number, after?: Cursor): string[] {
    const backwards = sort === '-price'
    const order = this.#orders[sort === '-price' ? 'price' : sort]
    const { slots } = order
    const step = backwards ? -1 : 1
    let at = backwards ? slots.length - 1 : 0
    if (after) {
      const place = (inclusive: boolean) => order.place(this.#isBefore(sort, after, inclusive))
      at = backwards ? place(false) - 1 : place(true)
    }
    const ids: string[] = []
    for (; ids.length < limit && at >= 0 && at < slots.length; at += step) {
      const slot = slots[at] ?? 0
      if (set.has(slot)) ids.push(unpackId(this.#ids[slot] ?? ''))
    }
    return ids
  }

  /** Where a product stands in an order. */
  cursorOf(id: string, sort: Sort): Cursor {
    const slot = this.#slots.get(packId(id)) ?? -1
    return { id, key: String(this.#keyAt(sort, slot) ?? '') }
  }

  /** Whether a product comes before a place, or is the one at it. */
  #isBefore(sort: Sort, { key, id }: Cursor, inclusive: boolean): (slot: number) => boolean {
    const packed = packId(id)
    const wanted = sort === 'title' ? key : Number(key) || 0
    const turn = sort === 'newest' ? -1 : 1
    return (slot) => {
      const order =
        turn * (compare(this.#keyAt(sort, slot), wanted) || compare(this.#ids[slot], packed))
      return order < 0 || (inclusive && order === 0)
    }
  }

  #keyAt(sort: Sort, slot: number): string | number | undefined {
    if (sort === 'title') return this.#titles[slot]
    if (sort === 'newest') return this.#published[slot]
    return sort === 'shelf' ? this.#positions[slot] : this.#prices[slot]
  }

  #put(row: ListingRow, leaving: Set<number>): number {
    const packed = packId(row.id)
    this.#takeOut(packed, leaving)
    const slot = this.#free.pop() ?? this.#ids.length
    this.#slots.set(packed, slot)
    this.#ids[slot] = packed
    this.#titles[slot] = titleKey(row.title)
    this.#positions = grown(this.#positions, slot)
    this.#published = grown(this.#published, slot)
    this.#prices = grown(this.#prices, slot)
    this.#positions[slot] = row.position
    this.#published[slot] = row.publishedAt
    this.#prices[slot] = row.priceMinor
    this.all.add(slot)
    if (row.available) this.available.add(slot)
    if (row.onSale) this.onSale.add(slot)
    this.categories.set(slot, row.categories)
    this.labels.set(slot, row.labels)
    this.allergens.set(slot, row.allergens)
    this.producers.set(slot, row.producer ? [row.producer] : [])
    this.origins.set(slot, row.origin ? [row.origin] : [])
    this.bands.set(slot, [bandOf(row.priceMinor)])
    return slot
  }

  #takeOut(packed: string, leaving: Set<number>): void {
    const slot = this.#slots.get(packed)
    if (slot === undefined) return
    this.#slots.delete(packed)
    leaving.add(slot)
    this.#free.push(slot)
    for (const set of [this.all, this.available, this.onSale]) set.remove(slot)
    for (const codes of this.#codes) codes.remove(slot)
  }

  #at(column: Int32Array | Float64Array, a: number, b: number): number {
    return (column[a] ?? 0) - (column[b] ?? 0)
  }

  #byId(a: number, b: number): number {
    return compare(this.#ids[a], this.#ids[b])
  }
}

function compare<T extends string | number>(a: T | undefined, b: T | undefined): number {
  if (a === b || a === undefined || b === undefined) return 0
  return a < b ? -1 : 1
}
