import { createHash } from 'node:crypto'
import {
  AddressRefused,
  AnswerTooLarge,
  AnswerTooLate,
  type Outgoing,
  type OutgoingResponse,
  TooManyRedirects,
} from '@rose-ash/shared/http'
import { Refusal } from '@rose-ash/shared/errors'
import { decodeText, unpack } from './decode-body.ts'
import { retryAt } from './retry-after.ts'

export interface PageRequest {
  url: string
  /** As the page sent them when it was last read. */
  etag?: string | undefined
  lastModified?: string | undefined
  /** See `userAgent`. */
  userAgent: string
  signal?: AbortSignal
  /** Whether a redirect may be followed there: robots.txt is asked again for each. */
  mayRead: (url: string) => boolean | Promise<boolean>
  /** What a sitemap is: packed or not, any type. */
  kind?: 'page' | 'sitemap'
  /** Packed and unpacked, each. 5 MiB. */
  maxBytes?: number
  timeoutMs?: number
  now?: () => Date
}

interface Answered {
  status: number
  finalUrl: string
}

/** What came of asking for a page. Nothing that the other side does is thrown. */
export type PageOutcome =
  | (Answered & {
      outcome: 'ok'
      text: string
      /** SHA-256 of the unpacked bytes, in hex. */
      contentHash: string
      etag?: string
      lastModified?: string
      /** Bytes over the wire. */
      size: number
    })
  | (Answered & { outcome: 'unchanged' })
  | (Answered & { outcome: 'gone' })
  | (Answered & { outcome: 'retry_later'; at: Date })
  | (Answered & { outcome: 'not_html'; contentType: string })
  | (Answered & { outcome: 'failed' })
  | { outcome: 'refused'; by: 'robots' | 'address'; url: string }
  | { outcome: Unanswered }

type Unanswered = 'too_large' | 'redirect_loop' | 'too_late' | 'not_reachable'

/** A redirect leads where we may not read. */
export class RobotsRefused extends Refusal {
  readonly url: string

  constructor(url: string) {
    super('robots_refused', 403, 'The shop asks not to read this address.')
    this.url = url
  }
}

/** How we call ourselves: who reads, for what, and where to complain. */
export function userAgent(version: string, cooperativeUrl: string): string {
  return `RoseAsh/${version} (+${cooperativeUrl}; catalogue reader)`
}

/**
 * Reads one page, once: conditionally when it was read before, at most `maxBytes` of it, and no
 * redirect into what robots.txt forbids. Whether `url` itself may be read was asked before.
 *
 * @throws the reason of `signal`, when it was aborted.
 */
export async function fetchPage(outgoing: Outgoing, request: PageRequest): Promise<PageOutcome> {
  const { url, mayRead, signal, kind = 'page', maxBytes = 5 * 1024 * 1024 } = request
  try {
    if (!(await mayRead(url))) throw new RobotsRefused(url)
    const answer = await outgoing.request(url, {
      headers: headersOf(request, kind),
      maxBytes,
      redirects: 5,
      timeoutMs: request.timeoutMs ?? 20_000,
      ...(signal && { signal }),
      beforeRedirect: async (to) => {
        if (!(await mayRead(to))) throw new RobotsRefused(to)
      },
    })
    return await outcomeOf(answer, { ...request, kind, maxBytes })
  } catch (error) {
    signal?.throwIfAborted()
    return failureOf(error, url)
  }
}

function headersOf(request: PageRequest, kind: 'page' | 'sitemap'): Record<string, string> {
  const { etag, lastModified } = request
  return {
    'user-agent': request.userAgent,
    accept:
      kind === 'page' ? 'text/html, application/xhtml+xml' : 'application/xml, text/xml, */*;q=0.5',
    'accept-encoding': 'gzip, br',
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  }
}

async function outcomeOf(
  answer: OutgoingResponse,
  { kind, maxBytes, now, ...request }: PageRequest & { kind: string; maxBytes: number },
): Promise<PageOutcome> {
  const { status, headers, url: finalUrl } = answer
  const answered = { status, finalUrl }
  const isConditional = request.etag !== undefined || request.lastModified !== undefined
  if (status === 304 && isConditional) return { ...answered, outcome: 'unchanged' }
  if (status === 404 || status === 410) return { ...answered, outcome: 'gone' }
  const isLater = status === 429 || status === 503
  if (isLater) {
    return {
      ...answered,
      outcome: 'retry_later',
      at: retryAt(headers['retry-after'], now?.() ?? new Date()),
    }
  }
  if (status < 200 || status > 299) return { ...answered, outcome: 'failed' }
  const contentType = headers['content-type'] ?? ''
  if (kind === 'page' && !/^\s*(text\/html|application\/xhtml\+xml|$)/i.test(contentType))
    return { ...answered, outcome: 'not_html', contentType }
  return { ...answered, ...(await read(answer, contentType, maxBytes)) }
}

async function read({ bytes: packed, headers }: OutgoingResponse, type: string, maxBytes: number) {
  const bytes = await unpack(packed, headers['content-encoding'], maxBytes)
  const { etag, 'last-modified': lastModified } = headers
  return {
    outcome: 'ok' as const,
    text: decodeText(bytes, type),
    contentHash: createHash('sha256').update(bytes).digest('hex'),
    size: packed.length,
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  }
}

/** What came of asking without an answer. @throws what is no refusal. */
export function failureOf(
  error: unknown,
  url: string,
): Extract<PageOutcome, { outcome: 'refused' | Unanswered }> {
  if (error instanceof RobotsRefused) return { outcome: 'refused', by: 'robots', url: error.url }
  if (error instanceof AddressRefused) return { outcome: 'refused', by: 'address', url }
  if (error instanceof AnswerTooLarge) return { outcome: 'too_large' }
  if (error instanceof TooManyRedirects) return { outcome: 'redirect_loop' }
  if (error instanceof AnswerTooLate) return { outcome: 'too_late' }
  if (error instanceof Refusal) return { outcome: 'not_reachable' }
  throw error
}
