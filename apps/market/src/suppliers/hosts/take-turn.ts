import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { scrapedHosts } from '@rose-ash/shared/db/models/market-suppliers'
import { type Rate, turnSql } from '../../scraping/fetch/next-turn.ts'

/**
 * Takes a turn from a host's bucket, which all processes share, in one conditional statement; or says
 * when there is one.
 */
export async function takeTurn(
  db: Db,
  origin: string,
  rate: Rate,
): Promise<{ taken: true } | { taken: false; at: Date }> {
  const turn = turnSql(scrapedHosts.fullAt, rate)
  const taken = await db
    .insert(scrapedHosts)
    .values({ origin, fullAt: turn.first })
    .onConflictDoUpdate({
      target: scrapedHosts.origin,
      set: { fullAt: turn.taken },
      setWhere: turn.isFree,
    })
    .returning({ origin: scrapedHosts.origin })
  if (taken.length > 0) return { taken: true }
  const [row] = await db
    .select({ waitMs: sql<number>`(extract(epoch from ${turn.at} - now()) * 1000)::float8` })
    .from(scrapedHosts)
    .where(sql`${scrapedHosts.origin} = ${origin}`)
  return { taken: false, at: new Date(Date.now() + Math.max(1, row?.waitMs ?? 1)) }
}

/** After a site said `Retry-After`: nobody asks it again before `until`. */
export async function noTurnBefore(
  db: Db,
  origin: string,
  { until, rate }: { until: Date; rate: Rate },
): Promise<void> {
  const fullAt = new Date(until.getTime() + (rate.burst - 1) * rate.everyMs)
  await db
    .insert(scrapedHosts)
    .values({ origin, fullAt })
    .onConflictDoUpdate({
      target: scrapedHosts.origin,
      set: { fullAt: sql`greatest(${scrapedHosts.fullAt}, ${fullAt.toISOString()}::timestamptz)` },
    })
}
