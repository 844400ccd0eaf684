import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '@rose-ash/shared/db'
import type { Rate } from '../../scraping/fetch/next-turn.ts'
import { takeTurn } from './take-turn.ts'

/**
 * Waits for a turn, for so long at most.
 *
 * @returns when there will be one, if that is too far away; undefined when it was taken.
 */
export async function waitForTurn(
  db: Db,
  origin: string,
  { rate, forMs }: { rate: Rate; forMs: number },
): Promise<Date | undefined> {
  const until = Date.now() + forMs
  for (;;) {
    const turn = await takeTurn(db, origin, rate)
    if (turn.taken) return undefined
    if (turn.at.getTime() > until) return turn.at
    await sleep(Math.max(1, turn.at.getTime() - Date.now()))
  }
}
