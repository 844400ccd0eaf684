import type { FastifyInstance } from 'fastify'
import type { TaskList } from '@rose-ash/shared/jobs'
import { justTurned, makeWindows } from './make-windows.ts'

export const windowsCrontab = `
7 * * * * make-windows
* * * * * turn-windows`

/** Makes order windows ahead, and shows at once that one opened or closed. */
export function windowsTasks({ db, cache }: FastifyInstance): TaskList {
  const purge = async (markets: readonly string[]) => {
    if (markets.length > 0) await cache.purge(markets.map((id) => `market:${id}`))
  }
  return {
    'make-windows': async () => purge(await makeWindows(db)),
    'turn-windows': async () => purge(await justTurned(db)),
  }
}
