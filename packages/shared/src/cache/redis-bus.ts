import type { Redis } from 'ioredis'
import type { Bus, BusListener } from './bus.ts'

/** A bus over Redis publish and subscribe, which needs a second connection to listen on. */
export function redisBus(redis: Redis, channel: string): Bus {
  const listening = redis.duplicate({ autoResubscribe: false })
  const listeners: BusListener[] = []

  async function listen(): Promise<void> {
    await listening.subscribe(channel)
    for (const listener of listeners) listener.gap()
  }

  listening.on('error', () => undefined)
  listening.on('ready', () => {
    // A connection that breaks here is made again, and then listens again.
    listen().catch(() => undefined)
  })
  listening.on('message', (_channel, text) => {
    for (const listener of listeners) listener.message(text)
  })

  return {
    async publish(text) {
      await redis.publish(channel, text)
    },
    subscribe: (listener) => void listeners.push(listener),
    async close() {
      listening.disconnect()
    },
  }
}
