import type { Bus, BusListener } from '../bus.ts'

/** A bus between caches of one process, which a test can cut and mend. */
export function localBus(): Bus & { cut(): void; mend(): void; sent: string[] } {
  const listeners: BusListener[] = []
  const sent: string[] = []
  let whole = true
  return {
    sent,
    async publish(text) {
      if (!whole) throw new Error('cut')
      sent.push(text)
      for (const listener of listeners) listener.message(text)
    },
    subscribe: (listener) => void listeners.push(listener),
    close: async () => undefined,
    cut() {
      whole = false
    },
    mend() {
      whole = true
      for (const listener of listeners) listener.gap()
    },
  }
}
