type Compare = (a: number, b: number) => number

/** The products of a market in one order, kept while products come, go and change. */
export class SortedSlots {
  #slots = new Uint32Array(0)
  readonly #compare: Compare

  /** @param compare never answers 0 for two different products. */
  constructor(compare: Compare) {
    this.#compare = compare
  }

  get slots(): Uint32Array {
    return this.#slots
  }

  /**
   * Puts what came or changed to its place and leaves out what went. Costs one pass over all, however
   * many they are.
   *
   * @param leaves whether a product that stands here now went or changed.
   */
  replace(leaves: (slot: number) => boolean, coming: readonly number[]): void {
    const entering = Uint32Array.from(coming).toSorted(this.#compare)
    const staying = this.#slots.filter((slot) => !leaves(slot))
    const merged = new Uint32Array(staying.length + entering.length)
    let [s, e] = [0, 0]
    for (let at = 0; at < merged.length; at += 1) {
      const [stays, enters] = [staying[s], entering[e]]
      const first =
        enters === undefined || (stays !== undefined && this.#compare(stays, enters) < 0)
      merged[at] = (first ? stays : enters) ?? 0
      if (first) s += 1
      else e += 1
    }
    this.#slots = merged
  }

  /**
   * The place of the first that does not come before something.
   *
   * @param isBefore whether a product comes before it.
   */
  place(isBefore: (slot: number) => boolean): number {
    let [low, high] = [0, this.#slots.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isBefore(this.#slots[middle] ?? 0)) low = middle + 1
      else high = middle
    }
    return low
  }
}
