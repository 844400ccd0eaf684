import { TypedFastBitSet } from 'typedfastbitset'
import { grown } from './grown.ts'
import type { Part } from './part.ts'

const MOST_SETS = 64

/** What else a value stands for: a shelf for those it is within. */
type Spread = (value: string) => readonly string[]

/**
 * The values that each product has of a group, as one number for all of them together: products that have the
 * same ones have the same number. So counting takes one step a product, however many values there are.
 */
export class ValueCodes {
  /** By slot; 0: no value. */
  #codes = new Uint32Array(1_024)
  /** One more than the last slot that was ever used. */
  #end = 0
  /** By code. */
  readonly #values: (readonly string[])[] = [[]]
  readonly #known = new Map<string, number>()
  /** By code, how many products have it. */
  #totals = new Uint32Array(64)
  /** Codes that no product has any more. */
  readonly #unused: number[] = []
  /** What was chosen by since something changed. */
  readonly #sets = new Map<string, TypedFastBitSet>()

  set(slot: number, values: readonly string[]): void {
    this.#sets.clear()
    this.#codes = grown(this.#codes, slot)
    this.#end = Math.max(this.#end, slot + 1)
    this.#leave(this.#codes[slot] ?? 0)
    const code = values.length > 0 ? this.#codeOf(values) : 0
    this.#codes[slot] = code
    this.#totals[code] = (this.#totals[code] ?? 0) + 1
  }

  remove(slot: number): void {
    this.#sets.clear()
    this.#leave(this.#codes[slot] ?? 0)
    this.#codes[slot] = 0
  }

  /**
   * The products with at least one of these values.
   *
   * @param spread what a value that a product has stands for besides; the same one for the same key.
   */
  any(values: readonly string[], key = '', spread?: Spread): TypedFastBitSet {
    const sets = this.#sets
    const name = JSON.stringify([key, values])
    let set = sets.get(name)
    if (!set) {
      const wanted = new Set(values)
      const isWanted = (value: string) => wanted.has(value)
      set = this.#having(spread ? (own) => spread(own).some(isWanted) : isWanted)
      if (sets.size >= MOST_SETS) sets.clear()
      sets.set(name, set)
    }
    return set
  }

  /** How many products of a part have each value; none: left out. */
  count({ slots, inverted }: Part, spread?: Spread): Map<string, number> {
    const counts = inverted ? this.#totals.slice() : new Uint32Array(this.#totals.length)
    const step = inverted ? -1 : 1
    const codes = this.#codes
    for (let at = 0; at < slots.length; at += 1) {
      const code = codes[slots[at] ?? 0] ?? 0
      counts[code] = (counts[code] ?? 0) + step
    }
    const found = new Map<string, number>()
    for (const [code, values] of this.#values.entries()) {
      const count = code > 0 ? (counts[code] ?? 0) : 0
      if (count === 0) continue
      const all = spread ? new Set(values.flatMap(spread)) : values
      for (const value of all) found.set(value, (found.get(value) ?? 0) + count)
    }
    return found
  }

  #having(isWanted: (value: string) => boolean): TypedFastBitSet {
    const wanted = Uint8Array.from(this.#values, (values) => (values.some(isWanted) ? 1 : 0))
    const codes = this.#codes
    const words = new Uint32Array((this.#end + 31) >>> 5)
    let slot = 0
    // Without a function for each product: this is what a page of a large market spends its time on.
    for (let at = 0; at < words.length; at += 1) {
      let bits = 0
      for (const end = slot + 32; slot < end; slot += 1) {
        bits = (bits >>> 1) | ((wanted[codes[slot] ?? 0] ?? 0) << 31)
      }
      words[at] = bits
    }
    return new TypedFastBitSet(undefined, words)
  }

  #codeOf(values: readonly string[]): number {
    const own = values.length > 1 ? [...new Set(values)].toSorted() : values
    const key = keyOf(own)
    let code = this.#known.get(key)
    if (code === undefined) {
      code = this.#unused.pop() ?? this.#values.length
      this.#values[code] = own
      this.#known.set(key, code)
      this.#totals = grown(this.#totals, code)
    }
    return code
  }

  #leave(code: number): void {
    if (code === 0) return
    const left = (this.#totals[code] ?? 0) - 1
    this.#totals[code] = left
    if (left > 0) return
    this.#known.delete(keyOf(this.#values[code] ?? []))
    this.#values[code] = []
    this.#unused.push(code)
  }
}

/** One value as it is, several as a list of them; what looks like a list is put into one. */
function keyOf(values: readonly string[]): string {
  const [first = ''] = values
  return values.length === 1 && !first.startsWith('[') ? first : JSON.stringify(values)
}
