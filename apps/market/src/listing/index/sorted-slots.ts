type Compare = (a: number, b: number) => number

/** The products of a market in one order, kept while products come, go and change. */
export class SortedSlots {
  #slots = new Uint32Array(0)
  /** Sorted each, the longer ones first, until they are settled. */
  #runs: Uint32Array[] = []
  readonly #compare: Compare

  /** @param compare never answers 0 for two different products. */
  constructor(compare: Compare) {
    this.#compare = compare
  }

  get slots(): Uint32Array {
    return this.#slots
  }

  /**
   * Puts in some of very many that were not here: runs are merged with runs of their own length, so
   * all of them together cost no more than one sort. They stand in `slots` once that is settled.
   */
  add(coming: readonly number[]): void {
    const runs = this.#runs
    runs.push(Uint32Array.from(coming).toSorted(this.#compare))
    while ((runs.at(-2)?.length ?? Infinity) <= (runs.at(-1)?.length ?? 0)) this.#mergeLast()
  }

  /** Puts all that was added to its place. */
  settle(): void {
    while (this.#runs.length > 1) this.#mergeLast()
    this.#slots = this.#merge(this.#slots, this.#runs.pop() ?? new Uint32Array(0))
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
    this.#slots = this.#merge(staying, entering)
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

  #mergeLast(): void {
    const [last, before] = [this.#runs.pop(), this.#runs.pop()]
    if (last && before) this.#runs.push(this.#merge(before, last))
  }

  #merge(some: Uint32Array, others: Uint32Array): Uint32Array<ArrayBuffer> {
    const merged = new Uint32Array(some.length + others.length)
    let [s, o] = [0, 0]
    for (let at = 0; at < merged.length; at += 1) {
      const [one, other] = [some[s], others[o]]
      const first = other === undefined || (one !== undefined && this.#compare(one, other) < 0)
      merged[at] = (first ? one : other) ?? 0
      if (first) s += 1
      else o += 1
    }
    return merged
  }
}
