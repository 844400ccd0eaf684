import { TypedFastBitSet } from 'typedfastbitset'

/** For values of which a product may have several: which products have each. */
export class ValueSets {
  readonly #sets = new Map<string, TypedFastBitSet>()

  add(slot: number, values: readonly string[]): void {
    for (const value of values) {
      let set = this.#sets.get(value)
      if (!set) this.#sets.set(value, (set = new TypedFastBitSet()))
      set.add(slot)
    }
  }

  remove(slot: number): void {
    for (const set of this.#sets.values()) set.remove(slot)
  }

  /** The products with this value. */
  of(value: string): TypedFastBitSet {
    return this.#sets.get(value) ?? new TypedFastBitSet()
  }

  /** The products with at least one of these values. */
  any(values: readonly string[]): TypedFastBitSet {
    const all = new TypedFastBitSet()
    for (const value of values) all.union(this.of(value))
    return all
  }

  /** How many products of a set have each value; none: left out. */
  count(among: TypedFastBitSet): Map<string, number> {
    const counts = new Map<string, number>()
    for (const [value, set] of this.#sets) {
      const count = set.intersection_size(among)
      if (count > 0) counts.set(value, count)
    }
    return counts
  }
}
