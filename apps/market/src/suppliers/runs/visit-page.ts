import { fetchPage, type PageOutcome } from '../../scraping/fetch/fetch-page.ts'
import { type Rate, slower } from '../../scraping/fetch/next-turn.ts'
import { delayOf, mayRead } from '../../scraping/robots/robots-rule.ts'
import { ruleFor } from '../hosts/rule-for.ts'
import { noTurnBefore } from '../hosts/take-turn.ts'
import { waitForTurn } from '../hosts/wait-for-turn.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import type { Page } from './claim-page.ts'

const product = 'RoseAsh'
const unreachable = 'The shop’s robots.txt cannot be read now.'

export interface Visitor extends SupplierParts {
  supplier: { rateSeconds: number; startUrl: string | null; permissionAt: Date | null }
  signal?: AbortSignal
}

export type Visit =
  | { asked: true; outcome: PageOutcome }
  /** Nobody was asked: it is not our turn, or the site cannot say whether we may. */
  | { asked: false; at: Date; asTried: boolean; problem?: string }

/**
 * Asks for one page when it is our turn: as slowly as the supplier and its robots.txt want it, never
 * where that forbids, unless the supplier allowed it and somebody wrote that down.
 */
export async function visitPage(visitor: Visitor, page: Page, forMs: number): Promise<Visit> {
  const { db, outgoing, userAgent, signal } = visitor
  const leave = await takeTurnAt(visitor, page.url, forMs)
  if ('asked' in leave) return leave
  const { rate } = leave
  const outcome = await fetchPage(outgoing, {
    url: page.url,
    userAgent,
    kind: page.kind === 'sitemap' ? 'sitemap' : 'page',
    etag: page.etag ?? undefined,
    lastModified: page.lastModified ?? undefined,
    timeoutMs: 20_000 + 3 * rate.everyMs,
    mayRead: (url) => url === page.url || mayFollow(visitor, url),
    ...(signal && { signal }),
  })
  if (outcome.outcome === 'retry_later') {
    await noTurnBefore(db, new URL(outcome.finalUrl).origin, { until: outcome.at, rate })
  }
  return { asked: true, outcome }
}

/**
 * Waits until an address may be asked for, for `forMs` at most, and takes that turn of its host: answers
 * how fast that may be asked. What must not be asked, or not now, is a visit that is over.
 */
export async function takeTurnAt(
  visitor: Visitor,
  url: string,
  forMs: number,
): Promise<{ rate: Rate } | Visit> {
  const { origin } = new URL(url)
  const rule = await ruleFor(askingOf(visitor), origin)
  const isAllowed = isPermitted(visitor, url)
  if (rule.why === 'unreachable' && !isAllowed) {
    return { asked: false, at: new Date(rule.expiresAt), asTried: true, problem: unreachable }
  }
  if (!isAllowed && !mayRead(rule, product, url)) {
    return { asked: true, outcome: { outcome: 'refused', by: 'robots', url } }
  }
  const rate = slower(rateOf(visitor), delayOf(rule, product))
  const at = await waitForTurn(visitor.db, origin, { rate, forMs })
  return at ? { asked: false, at, asTried: false } : { rate }
}

/** Each step of a redirect is a request: it needs leave, and a turn of the host it leads to. */
export async function mayFollow(visitor: Visitor, url: string): Promise<boolean> {
  const { origin } = new URL(url)
  const rule = await ruleFor(askingOf(visitor), origin)
  if (!isPermitted(visitor, url) && !mayRead(rule, product, url)) return false
  const rate = slower(rateOf(visitor), delayOf(rule, product))
  await waitForTurn(visitor.db, origin, { rate, forMs: 20_000 + 2 * rate.everyMs })
  return true
}

/** The permission is the supplier's, so it is good for its own host alone. */
function isPermitted({ supplier }: Visitor, url: string): boolean {
  const { permissionAt, startUrl } = supplier
  return permissionAt !== null && URL.parse(startUrl ?? '')?.host === new URL(url).host
}

const rateOf = ({ supplier }: Visitor): Rate => ({
  everyMs: supplier.rateSeconds * 1000,
  burst: 1,
})

const askingOf = (visitor: Visitor) => ({ ...visitor, rate: rateOf(visitor) })
