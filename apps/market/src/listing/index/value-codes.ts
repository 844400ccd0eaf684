import { TypedFastBitSet } from 'typedfastbitset'
import { grown } from './grown.ts'

/**
 * For values of which a product has one at most, and of which there may be thousands: a number for
 * each product instead of a set for each value.
 */
export class ValueCodes {
  /** By slot; 0: no value. */
  #codes = new Uint32Array(1_024)
  /** By code. */
  readonly #values: string[] = ['']
  readonly #known = new Map<string, number>()

  set(slot: number, value: string | null): void {
    this.#codes = grown(this.#codes, slot)
    this.#codes[slot] = value ? this.#codeOf(value) : 0
  }

  /** The products of a set with at least one of these values. */
  any(values: readonly string[], among: TypedFastBitSet): TypedFastBitSet {
    const wanted = new Set(values.map((value) => this.#known.get(value) ?? -1))
    const found = new TypedFastBitSet()
    const codes = this.#codes
    among.forEach((slot) => {
      if (wanted.has(codes[slot] ?? 0)) found.add(slot)
    })
    return found
  }

  /** How many products of a set have each value; none: left out. */
  count(among: TypedFastBitSet): Map<string, number> {
    const counts = new Uint32Array(this.#values.length)
    const codes = this.#codes
    const { words } = among
    // Without a function for each product: this is what a page of a large market spends its time on.
    for (let at = 0; at < words.length; at += 1) {
      for (let bits = words[at] ?? 0; bits !== 0; bits &= bits - 1) {
        const code = codes[at * 32 + 31 - Math.clz32(bits & -bits)] ?? 0
        counts[code] = (counts[code] ?? 0) + 1
      }
    }
    const found = new Map<string, number>()
    for (const [code, count] of counts.entries()) {
      if (code > 0 && count > 0) found.set(this.#values[code] ?? '', count)
    }
    return found
  }

  #codeOf(value: string): number {
    let code = this.#known.get(value)
    if (code === undefined) {
      code = this.#values.push(value) - 1
      this.#known.set(value, code)
    }
    return code
  }
}
