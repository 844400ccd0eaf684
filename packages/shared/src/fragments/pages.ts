import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Cache, Entry, Flights, Log, Moments } from '../cache/index.ts'
import { assemble, merge, type Page } from './assemble.ts'
import { type EarlyFragments, fetchEarly } from './early-fragments.ts'
import { etagOf } from './etag.ts'
import { type FallbackCounter, FallbackNotes } from './fallback-notes.ts'
import type { FragmentClient, Shown } from './fragment-client.ts'
import type { FragmentRef } from './fragment-ref.ts'
import type { PageFront } from './page-front.ts'
import { sendPage } from './page-response.ts'
import { PageShelf, type Recipe } from './page-shelf.ts'
import { type PageNote, type Render, renderParts } from './rendering.ts'
import { anonymous, type Viewer } from './viewer.ts'

export interface PageOptions<Data extends object> {
  /**
   * The data of the template. A cached page calls it on a miss, on behalf of everybody: there it
   * must not depend on who asks.
   */
  load: () => Data | Promise<Data>
  /**
   * Fragments to ask for while `load` runs. Those of the frame need no mention; others that the
   * template asks for are fetched once it is rendered.
   */
  fragments?: readonly FragmentRef[]
  /** Makes the page the same for all viewers, but for its fragments. */
  cache?: PageCaching<Data>
  /** Directives that this page's content security policy has beside those of all; not for a cached one. */
  policy?: readonly string[]
}

export interface PageCaching<Data> {
  freshMs: number
  /** The things it shows: purging one of them drops it. */
  tags: (data: Data) => readonly string[]
}

export interface PagesOptions {
  app: string
  /** Changes with templates and assets, as pages of another release must not be shown. */
  release: string
  /** What every page has in its frame. */
  fragments: readonly FragmentRef[]
  cache: Cache
  /** false: `PageOptions.cache` is not looked at. Fragments are kept all the same. */
  keepPages: boolean
  client: FragmentClient
  fallbacks: FallbackCounter
  log: Log
  render: Render
  viewerOf: (request: FastifyRequest) => Viewer
  /** What this viewer alone must be told; the template gets it as `viewerNotice`. */
  noticeOf: (request: FastifyRequest) => string | undefined
  /** The content security policy of a response with this nonce. */
  csp: (nonce: string) => string
  /** Sends whole pages again; null where every request is to be seen. */
  front: PageFront | null
}

interface Composed {
  entry: Entry<PageNote>
  shown: readonly Shown[]
}

/** A page for everybody without a session and without a basket. */
interface Whole {
  etag: string
  page: Page
  shown: readonly Shown[]
  /** The generation when it began to be made. */
  since: number
}

const WHOLE_BYTES = 16 * 1024 * 1024

/** Renders, keeps, composes and sends pages. */
export class Pages {
  readonly #options: PagesOptions
  readonly #shelf: PageShelf
  readonly #wholes: Moments<Whole>
  readonly #makingWhole: Flights<Whole>
  readonly #notes: FallbackNotes

  constructor(options: PagesOptions) {
    const { app, release, cache, fallbacks, log } = options
    this.#options = options
    this.#shelf = new PageShelf(cache, `page:${app}:${release}:`, log)
    this.#wholes = cache.moments(WHOLE_BYTES)
    this.#makingWhole = cache.flights()
    this.#notes = new FallbackNotes(fallbacks, log, cache.now)
  }

  send<Data extends object>(
    reply: FastifyReply,
    template: string,
    options: PageOptions<Data>,
  ): FastifyReply | Promise<FastifyReply> {
    const viewer = this.#options.viewerOf(reply.request)
    const told = this.#options.noticeOf(reply.request) !== undefined
    const cache = this.#options.keepPages && !told && options.cache
    if (!cache) return this.#sendOwn(reply, template, options, viewer)
    if (viewer.kind !== 'anonymous') {
      const recipe = this.#recipe(reply.request, template, options.load, cache)
      return this.#sendComposed(reply, recipe, options.fragments, viewer)
    }
    const key = `${template} ${reply.request.url}`
    const whole = this.#wholes.get(key)
    if (whole) return this.#sendWhole(reply, whole)
    const recipe = this.#recipe(reply.request, template, options.load, cache)
    const making = this.#makingWhole.join(key, () =>
      this.#makeWhole(key, recipe, options.fragments),
    )
    return making.then((made) => {
      // With a fallback in it, every request is to be counted by kind.
      const complete = made.shown.every(({ fallback }) => !fallback)
      if (complete) this.#options.front?.keepWhole(reply, made, made.since)
      return this.#sendWhole(reply, made)
    })
  }

  /** A page that is made for this request alone. */
  async #sendOwn<Data extends object>(
    reply: FastifyReply,
    template: string,
    { load, fragments, policy = [] }: PageOptions<Data>,
    viewer: Viewer,
  ): Promise<FastifyReply> {
    const { render, csp, noticeOf } = this.#options
    const early = this.#fetchEarly(fragments, viewer)
    const data = { ...(await load()), viewerNotice: noticeOf(reply.request) }
    const parts = renderParts(render, template, data)
    const shown = await early.all(parts.note.fragments)
    this.#notes.note(shown)
    const ownCsp = (nonce: string) => [csp(nonce), ...policy].join('; ')
    return sendPage(reply, { page: () => assemble(parts, shown), csp: ownCsp })
  }

  async #sendComposed(
    reply: FastifyReply,
    recipe: Recipe,
    fragments: PageOptions<object>['fragments'],
    viewer: Viewer,
  ): Promise<FastifyReply> {
    const { entry, shown } = await this.#compose(recipe, fragments, viewer)
    this.#notes.note(shown)
    const { csp, front } = this.#options
    front?.keepLink(reply, viewer, {
      fresh: this.#shelf.freshOf(recipe.key),
      note: (all) => this.#notes.note(all),
    })
    return sendPage(reply, {
      etag: etagOf(entry, shown),
      page: () => assemble(entry, shown),
      csp,
    })
  }

  #sendWhole(reply: FastifyReply, { etag, page, shown }: Whole): FastifyReply {
    this.#notes.note(shown)
    return sendPage(reply, { etag, page: () => page, csp: this.#options.csp })
  }

  async #makeWhole(
    key: string,
    recipe: Recipe,
    fragments: PageOptions<object>['fragments'],
  ): Promise<Whole> {
    const since = this.#options.cache.generation
    const { entry, shown } = await this.#compose(recipe, fragments, anonymous)
    const etag = etagOf(entry, shown)
    const last = this.#wholes.last(key)
    // One that has not changed is kept on: a new one is work for the collector.
    const page = last?.etag === etag ? last.page : merge(assemble(entry, shown))
    const whole = { etag, page, shown, since }
    this.#wholes.keep(key, whole, page.byteLength, since)
    return whole
  }

  /** The page with holes, and what goes into them. */
  async #compose(
    recipe: Recipe,
    fragments: PageOptions<object>['fragments'],
    viewer: Viewer,
  ): Promise<Composed> {
    const held = this.#shelf.peek(recipe)
    if (held) {
      return { entry: held, shown: await this.#options.client.get(held.note.fragments, viewer) }
    }
    const early = this.#fetchEarly(fragments, viewer)
    const entry = await this.#shelf.read(recipe)
    return { entry, shown: await early.all(entry.note.fragments) }
  }

  #fetchEarly(declared: readonly FragmentRef[] = [], viewer: Viewer): EarlyFragments {
    const { client, fragments: frame } = this.#options
    return fetchEarly(client, [...frame, ...declared], viewer)
  }

  #recipe<Data extends object>(
    request: FastifyRequest,
    template: string,
    load: PageOptions<Data>['load'],
    { freshMs, tags }: PageCaching<Data>,
  ): Recipe {
    const { render } = this.#options
    const make = async () => {
      const data = await load()
      return { ...renderParts(render, template, data), tags: tags(data) }
    }
    return { key: keyOf(request, template), freshMs, make }
  }
}

/**
 * The query counts only in a route with a schema for it, which drops what the route does not know;
 * so nobody can fill the cache with pages that differ in nothing.
 */
function keyOf({ routeOptions, params, query }: FastifyRequest, template: string): string {
  const known = routeOptions.schema?.querystring ? query : null
  return `${template} ${JSON.stringify([routeOptions.url, params, known])}`
}
