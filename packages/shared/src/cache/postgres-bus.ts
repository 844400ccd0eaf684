import { setTimeout as sleep } from 'node:timers/promises'
import { Client, escapeIdentifier } from 'pg'
import type { Bus, BusListener } from './bus.ts'
import type { Log } from './log.ts'

export interface PostgresBusOptions {
  url: string
  channel: string
  log: Log
}

const RETRY_MS = 500

/**
 * A bus over PostgreSQL's LISTEN and NOTIFY, for stacks without Redis. It keeps one connection to
 * itself, and makes it again whenever it breaks.
 */
export function postgresBus({ url, channel, log }: PostgresBusOptions): Bus {
  const listeners: BusListener[] = []
  const closing = new AbortController()
  let connected: Client | undefined

  /** Resolves when the connection has ended. */
  async function listen(): Promise<void> {
    const client = new Client({ connectionString: url, keepAlive: true })
    const ended = new Promise((resolve) => client.once('end', resolve))
    client.on('error', (error) => log.warn({ err: error }, 'The bus lost its connection'))
    client.on('notification', ({ payload = '' }) => {
      for (const listener of listeners) listener.message(payload)
    })
    await client.connect()
    await client.query(`listen ${escapeIdentifier(channel)}`)
    connected = client
    if (closing.signal.aborted) await client.end()
    for (const listener of listeners) listener.gap()
    await ended
    connected = undefined
  }

  async function listenOn(): Promise<void> {
    while (!closing.signal.aborted) {
      await listen().catch(() => undefined)
      await sleep(RETRY_MS, undefined, { signal: closing.signal }).catch(() => undefined)
    }
  }

  const listening = listenOn()

  return {
    async publish(text) {
      if (!connected) throw new Error('The bus has no connection')
      await connected.query('select pg_notify($1, $2)', [channel, text])
    },
    subscribe: (listener) => void listeners.push(listener),
    async close() {
      closing.abort()
      await connected?.end()
      await listening
    },
  }
}
