import { failureOf, RobotsRefused } from '../../scraping/fetch/fetch-page.ts'
import { retryAt } from '../../scraping/fetch/retry-after.ts'
import { noTurnBefore } from '../hosts/take-turn.ts'
import { mayFollow, takeTurnAt, type Visitor } from '../runs/visit-page.ts'

const mostBytes = 20 * 1024 * 1024
/** The host may want to be asked more slowly than this, and is asked by a later job then. */
const longestWaitMs = 5_000

/** What came of asking for a picture: it is there, may come later, or never. */
export type FetchedPicture =
  | { outcome: 'ok' }
  | { outcome: 'later'; at?: Date; asTried: boolean; problem: string }
  | { outcome: 'never'; problem: string }

const notThere = 'The picture is no longer there.'
const busy = 'The shop asks us to come back later.'
const forbidden = 'The shop’s robots.txt forbids it, or it is no address on the internet.'
const failures = {
  refused: forbidden,
  too_large: 'The picture has more than 20 MB.',
  redirect_loop: 'The address of the picture leads on and on.',
  too_late: 'The shop took too long.',
  not_reachable: 'The shop does not answer.',
}

/**
 * Fetches a picture into a file as politely as a page: never where robots.txt forbids it, in turn, from
 * no private address. What the other side does is not thrown.
 */
export async function fetchPicture(
  visitor: Visitor,
  url: string,
  toFile: string,
): Promise<FetchedPicture> {
  if (!URL.canParse(url)) return { outcome: 'never', problem: forbidden }
  const leave = await takeTurnAt(visitor, url, longestWaitMs)
  if ('asked' in leave) {
    if (leave.asked) return { outcome: 'never', problem: forbidden }
    const { at, asTried, problem = busy } = leave
    return { outcome: 'later', at, asTried, problem }
  }
  const { db, outgoing, userAgent, signal } = visitor
  try {
    const {
      status,
      headers,
      url: finalUrl,
    } = await outgoing.download(url, toFile, {
      headers: { 'user-agent': userAgent, accept: 'image/*' },
      maxBytes: mostBytes,
      redirects: 5,
      timeoutMs: 30_000 + 3 * leave.rate.everyMs,
      ...(signal && { signal }),
      beforeRedirect: async (to) => {
        if (!(await mayFollow(visitor, to))) throw new RobotsRefused(to)
      },
    })
    if (status === 429 || status === 503) {
      const until = retryAt(headers['retry-after'], new Date())
      await noTurnBefore(db, new URL(finalUrl).origin, { until, rate: leave.rate })
      return { outcome: 'later', at: until, asTried: true, problem: busy }
    }
    return outcomeOf(status)
  } catch (error) {
    signal?.throwIfAborted()
    const { outcome } = failureOf(error, url)
    const problem = failures[outcome]
    const isPassing = outcome === 'too_late' || outcome === 'not_reachable'
    return isPassing ? { outcome: 'later', asTried: true, problem } : { outcome: 'never', problem }
  }
}

function outcomeOf(status: number): FetchedPicture {
  if (status >= 200 && status < 300) return { outcome: 'ok' }
  if (status === 404 || status === 410) return { outcome: 'never', problem: notThere }
  const problem = `The shop answers with an error (${status}).`
  return status >= 500
    ? { outcome: 'later', asTried: true, problem }
    : { outcome: 'never', problem }
}
