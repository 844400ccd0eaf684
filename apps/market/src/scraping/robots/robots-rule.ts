import { crawlDelay, isAllowed } from './is-allowed.ts'
import { parseRobots, type Robots } from './parse-robots.ts'

/** What came of asking for a robots.txt. */
export type RobotsAnswer =
  | { status: number; body?: Uint8Array; cacheControl?: string }
  /** `redirects`: it led on and on. `unreachable`: no answer, or none that could be read. */
  | { failure: 'redirects' | 'unreachable' }

/** How a site wants to be read, until `expiresAt`. Plain data: it can be kept as JSON. */
export interface RobotsRule {
  why: 'read' | 'unavailable' | 'unreachable'
  robots: Robots
  expiresAt: string
}

const day = 24 * 60 * 60
const minute = 60

/**
 * The rule that follows from an answer (RFC 9309 §2.3.1): a 2xx is read, a 4xx or more than five
 * redirects allow everything, and nothing at all is allowed while the site cannot say what it wants
 * (5xx, no answer, and 429, where it asks not to be asked). Good for a day at most, or as long as
 * its `Cache-Control` says; a site that did not answer is asked again after ten minutes.
 */
export function robotsRule(answer: RobotsAnswer, now: Date): RobotsRule {
  const why = whyOf(answer)
  const seconds = why === 'unreachable' ? 10 * minute : freshness(answer)
  return {
    why,
    robots: why === 'read' && 'status' in answer ? parseRobots(answer.body ?? '') : nothingSaid,
    expiresAt: new Date(now.getTime() + seconds * 1000).toISOString(),
  }
}

/** Whether the rule lets `agent` (a product token) read this address. */
export function mayRead({ why, robots }: RobotsRule, agent: string, url: string): boolean {
  const { pathname, search } = new URL(url)
  return why !== 'unreachable' && isAllowed(robots, agent, pathname + search)
}

/** Seconds to leave between two requests, if the rule says so. */
export function delayOf({ robots }: RobotsRule, agent: string): number | undefined {
  return crawlDelay(robots, agent)
}

const nothingSaid: Robots = { groups: [], sitemaps: [] }

function whyOf(answer: RobotsAnswer): RobotsRule['why'] {
  if ('failure' in answer) return answer.failure === 'redirects' ? 'unavailable' : 'unreachable'
  const { status } = answer
  if (status >= 200 && status < 300) return 'read'
  return status >= 400 && status < 500 && status !== 429 ? 'unavailable' : 'unreachable'
}

function freshness(answer: RobotsAnswer): number {
  const said =
    'status' in answer ? /max-age=(\d{1,9})/i.exec(answer.cacheControl ?? '')?.[1] : undefined
  return said === undefined ? day : Math.min(day, Math.max(10 * minute, Number(said)))
}
