/**
 * Lets everybody who wants one thing at the same time wait for one making of it. Who comes after a
 * purge does not join what was begun before.
 */
export class Flights<T> {
  readonly #generation: () => number
  readonly #flying = new Map<string, { promise: Promise<T>; generation: number }>()

  constructor(generation: () => number) {
    this.#generation = generation
  }

  get(key: string): Promise<T> | undefined {
    const found = this.#flying.get(key)
    return found?.generation === this.#generation() ? found.promise : undefined
  }

  /** @returns the promise that is kept until it settles. */
  add(key: string, promise: Promise<T>): Promise<T> {
    const flight = { promise, generation: this.#generation() }
    const land = () => {
      if (this.#flying.get(key) === flight) this.#flying.delete(key)
    }
    this.#flying.set(key, flight)
    void promise.then(land, land)
    return promise
  }

  join(key: string, start: () => Promise<T>): Promise<T> {
    return this.get(key) ?? this.add(key, start())
  }
}
