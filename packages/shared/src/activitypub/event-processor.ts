import type { Logger } from 'pino'
import pg from 'pg'
import type { Db } from '../db/index.ts'
import { activityChannel } from './emit-activity.ts'
import { type Handlers, runHandling } from './run-handling.ts'

export interface EventProcessorOptions {
  db: Db
  /** A connection of its own, for LISTEN. */
  url: string
  handlers: Handlers
  log: Logger
  /** How often to look without being woken, in ms: retries, and wake-ups that got lost. */
  pollMs?: number
}

/**
 * Runs an app's handlers over the outbox: woken by NOTIFY, looking by itself every few seconds.
 * Several may run at once; none does what another has taken.
 */
export class EventProcessor {
  readonly #options: EventProcessorOptions
  #listener: pg.Client | undefined
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #wanted = false
  #stopped = false

  constructor(options: EventProcessorOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    await this.#listen()
    this.#timer = setInterval(() => this.#poll(), this.#options.pollMs ?? 5_000)
    this.#wake()
  }

  /** Stops taking handlings and waits for the one under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#listener?.end()
    await this.#running
  }

  #poll(): void {
    if (!this.#listener)
      this.#listen().catch((error: unknown) =>
        this.#options.log.warn({ err: error }, 'cannot listen to the outbox, polling'),
      )
    this.#wake()
  }

  async #listen(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#options.url })
    client.on('notification', () => this.#wake())
    client.on('error', () => {
      this.#listener = undefined
    })
    await client.connect()
    await client.query(`listen ${activityChannel}`)
    this.#listener = client
  }

  #wake(): void {
    this.#wanted = true
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined
      if (this.#wanted && !this.#stopped) this.#wake()
    })
  }

  async #drain(): Promise<void> {
    this.#wanted = false
    while (!this.#stopped && (await this.#step()));
  }

  /** Runs one handling; false when there is nothing to do now. */
  async #step(): Promise<boolean> {
    const { db, handlers, log } = this.#options
    try {
      const outcome = await runHandling(db, handlers)
      if (outcome.kind === 'failed') {
        const { kind: _, error, ...about } = outcome
        log[outcome.givenUp ? 'error' : 'warn']({ err: error, ...about }, 'a handler failed')
      }
      return outcome.kind !== 'idle'
    } catch (error) {
      log.warn({ err: error }, 'the outbox cannot be read')
      return false
    }
  }
}
