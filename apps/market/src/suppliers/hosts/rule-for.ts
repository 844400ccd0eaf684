import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { scrapedHosts } from '@rose-ash/shared/db/models/market-suppliers'
import { Refusal } from '@rose-ash/shared/errors'
import { type Outgoing, TooManyRedirects } from '@rose-ash/shared/http'
import type { Rate } from '../../scraping/fetch/next-turn.ts'
import {
  type RobotsAnswer,
  type RobotsRule,
  robotsRule,
} from '../../scraping/robots/robots-rule.ts'
import { waitForTurn } from './wait-for-turn.ts'

const mostBytes = 2 * 1024 * 1024
const longestWaitMs = 15_000

export interface Asking {
  db: Db
  outgoing: Outgoing
  userAgent: string
  rate: Rate
}

/**
 * How a host wants to be read: what it said within the last day, or what it says now. Asking it is a
 * request as any other and takes a turn.
 */
export async function ruleFor(asking: Asking, origin: string): Promise<RobotsRule> {
  const { db, rate } = asking
  const [known] = await db.select().from(scrapedHosts).where(eq(scrapedHosts.origin, origin))
  if (known?.robots && (known.robotsExpiresAt?.getTime() ?? 0) > Date.now()) {
    return known.robots as unknown as RobotsRule
  }
  const later = await waitForTurn(db, origin, { rate, forMs: longestWaitMs })
  const now = new Date()
  // A host that wants no visitor now is one that cannot say what it wants; nothing is kept of that.
  if (later)
    return { ...robotsRule({ failure: 'unreachable' }, now), expiresAt: later.toISOString() }
  const rule = robotsRule(await ask(asking, origin), now)
  const kept = {
    robots: rule as unknown as Record<string, unknown>,
    robotsExpiresAt: new Date(rule.expiresAt),
  }
  await db
    .insert(scrapedHosts)
    .values({ origin, ...kept })
    .onConflictDoUpdate({ target: scrapedHosts.origin, set: kept })
  return rule
}

async function ask({ outgoing, userAgent }: Asking, origin: string): Promise<RobotsAnswer> {
  try {
    const { status, headers, bytes } = await outgoing.request(`${origin}/robots.txt`, {
      headers: { 'user-agent': userAgent, accept: 'text/plain, */*;q=0.1' },
      redirects: 5,
      maxBytes: mostBytes,
    })
    const cacheControl = headers['cache-control']
    return { status, body: bytes, ...(cacheControl !== undefined && { cacheControl }) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { failure: error instanceof TooManyRedirects ? 'redirects' : 'unreachable' }
  }
}
