import type { Log } from '../log.ts'

export interface QuietLog extends Log {
  /** Every message, in order. */
  messages: string[]
}

/** A log that only remembers. */
export function quietLog(): QuietLog {
  const messages: string[] = []
  const note = (_details: unknown, message?: unknown) =>
    void messages.push(String(message ?? _details))
  return { messages, info: note, warn: note }
}
