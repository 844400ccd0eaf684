import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Cache, Entry, Moments } from '../cache/index.ts'
import { assemble, endWith, type Page } from './assemble.ts'
import { etagOf } from './etag.ts'
import type { FragmentClient, Shown } from './fragment-client.ts'
import { caching, isKnown, pageType } from './page-response.ts'
import { createNonce } from './random-words.ts'
import type { PageNote } from './rendering.ts'
import type { Viewer } from './viewer.ts'

export interface PageFrontOptions {
  cache: Cache
  client: FragmentClient
  csp: (nonce: string) => string
  /** Whether the route shows its pages to everybody. */
  isPublic: (request: FastifyRequest) => boolean
  /** Who asks; undefined when that cannot be said at once, or somebody is to be sent elsewhere. */
  viewerOf: (request: IncomingMessage) => Viewer | undefined
}

/** What is sent again: all but the nonce. */
interface Answer {
  etag: string
  /** Name, value, name, value. */
  headers: readonly string[]
  page: () => Page
}

/** How the parts of a page are looked up for every viewer. */
export interface Parts {
  /** What this process holds of it, while it is as good as new. */
  fresh: () => Entry<PageNote> | undefined
  /** Is told what is shown in it. */
  note: (shown: readonly Shown[]) => void
}

interface Link extends Parts {
  headers: readonly string[]
}

/** What a 304 must repeat, beside the ETag (RFC 9110 section 15.4.5). The browser has the others. */
const unchanged = Object.entries(caching).flat()

const WHOLE_BYTES = 1024 * 1024
const LINKS = 2_000

/**
 * Sends cached pages before Fastify looks at the request, as its hooks cost three times what sending
 * a page does: to who has no cookies the whole page of a moment ago, to others its parts with their
 * own fragments, when this process holds them all. It answers only what asks for HTML by GET and
 * carries no credentials and no sign of htmx, and only what Fastify has answered before for a viewer
 * of the same kind; whatever is in doubt goes to Fastify.
 */
export class PageFront {
  readonly #options: PageFrontOptions
  readonly #wholes: Moments<Answer>
  readonly #links = new LRUCache<string, Link>({ max: LINKS })
  #open = true
  #count = 0

  constructor(options: PageFrontOptions) {
    this.#options = options
    this.#wholes = options.cache.moments(WHOLE_BYTES)
  }

  /**
   * Keeps a whole page that is about to be sent for the first time.
   *
   * @param since the generation when the page began to be made.
   */
  keepWhole(
    reply: FastifyReply,
    { etag, page }: { etag: string; page: Page },
    since: number,
  ): void {
    const { request } = reply
    const headers = request.headers.cookie === undefined && this.#headersOf(reply)
    if (!headers) return
    this.#wholes.keep(request.url, { etag, headers, page: () => page }, 2_000, since)
  }

  /** Remembers where the parts are of a page that is about to be sent. */
  keepLink(reply: FastifyReply, viewer: Viewer, parts: Parts): void {
    const key = linkKey(viewer, reply.request.url)
    const headers = !this.#links.has(key) && this.#headersOf(reply)
    if (headers) this.#links.set(key, { headers, ...parts })
  }

  /** Takes the place of the app's own listener, until the app begins to stop. */
  standBefore(app: FastifyInstance): void {
    const { server } = app
    const [fastify, ...others] = server.listeners('request') as RequestListener[]
    if (!fastify || others.length > 0) throw new Error('the server has not just one listener')
    server.off('request', fastify)
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const answer = this.#open && isPlain(request) && this.#find(request)
      // All that this turn of the event loop answers goes out at its end: whoever reads it, a proxy
      // mostly, is then woken once and not for each, which costs more than all the rest.
      if (answer) setImmediate(() => this.#send(request, response, answer))
      else fastify(request, response)
    })
    app.addHook('preClose', async () => {
      this.#open = false
    })
  }

  /** How many were answered since this was last asked. */
  takeCount(): number {
    const count = this.#count
    this.#count = 0
    return count
  }

  #find(request: IncomingMessage): Answer | undefined {
    const { url = '', headers } = request
    if (headers.cookie === undefined) return this.#wholes.get(url)
    const viewer = this.#options.viewerOf(request)
    return viewer && this.#compose(url, viewer)
  }

  #compose(url: string, viewer: Viewer): Answer | undefined {
    const link = this.#links.get(linkKey(viewer, url))
    const entry = link?.fresh()
    const shown = entry && this.#options.client.peek(entry.note.fragments, viewer)
    if (!link || !shown) return undefined
    link.note(shown)
    return { etag: etagOf(entry, shown), headers: link.headers, page: () => assemble(entry, shown) }
  }

  #send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
    this.#count += 1
    const { etag } = answer
    if (isKnown(request.headers['if-none-match'], etag)) {
      response.writeHead(304, [...unchanged, 'etag', etag]).end()
      return
    }
    const page = answer.page()
    const nonce = createNonce()
    response.writeHead(200, [
      ...answer.headers,
      'etag',
      etag,
      'content-security-policy',
      this.#options.csp(nonce),
      'content-type',
      pageType,
      'content-length',
      String(page.byteLength),
    ])
    endWith(page, nonce, response)
  }

  /** Of an answer that may be given again; undefined for any other. */
  #headersOf(reply: FastifyReply): string[] | undefined {
    const { request } = reply
    const given = reply.getHeaders()
    const again =
      isPlain(request.raw) &&
      this.#options.isPublic(request) &&
      reply.statusCode === 200 &&
      given['set-cookie'] === undefined &&
      given['cache-control'] === undefined
    if (!again) return undefined
    return Object.entries({ ...given, ...caching }).flatMap(([name, value]) => [
      name,
      String(value),
    ])
  }
}

/** What a member sees at an address may be another page than what a visitor sees there. */
const linkKey = ({ kind }: Viewer, url: string): string => `${kind} ${url}`

function isPlain({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.authorization === undefined &&
    headers['hx-request'] === undefined &&
    headers.accept?.includes('text/html') === true
  )
}
