import type { Log } from '../cache/index.ts'
import type { Shown } from './fragment-client.ts'

/** A counter of prom-client with these two labels. */
export interface FallbackCounter {
  inc(labels: { fragment: string; reason: string }): void
}

const LOG_EVERY_MS = 10_000

/** Counts every fallback that is shown, and logs each kind of fragment once in ten seconds. */
export class FallbackNotes {
  readonly #counter: FallbackCounter
  readonly #log: Log
  readonly #now: () => number
  readonly #logged = new Map<string, number>()

  constructor(counter: FallbackCounter, log: Log, now: () => number) {
    this.#counter = counter
    this.#log = log
    this.#now = now
  }

  note(shown: readonly Shown[]): void {
    for (const { fallback } of shown) {
      if (!fallback) continue
      const { type: fragment, reason } = fallback
      this.#counter.inc({ fragment, reason })
      if ((this.#logged.get(fragment) ?? -Infinity) > this.#now() - LOG_EVERY_MS) continue
      this.#logged.set(fragment, this.#now())
      this.#log.warn({ fragment, reason }, 'A fallback is shown in place of a fragment')
    }
  }
}
