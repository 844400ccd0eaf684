import type { FastifyReply } from 'fastify'
import { bytesOf, type Page } from './assemble.ts'
import { createNonce } from './random-words.ts'

export interface PageResponse {
  /** Absent for a page that is made for each request. */
  etag?: string
  /** Called unless the browser has the page already. */
  page: () => Page
  csp: (nonce: string) => string
}

/**
 * Browsers alone keep pages, and ask each time whether theirs is still right. A shared cache must
 * not: the nonce is for one response. A route that has said `cache-control` itself knows better.
 */
export const caching = { 'cache-control': 'private, no-cache', vary: 'Cookie' }

export const pageType = 'text/html; charset=utf-8'

/** A 304 names no policy, so the page that the browser kept stays under its own. */
export function sendPage(reply: FastifyReply, { etag, page, csp }: PageResponse): FastifyReply {
  void reply.headers(reply.hasHeader('cache-control') ? { vary: caching.vary } : caching)
  if (etag) {
    void reply.header('etag', etag)
    if (isKnown(reply.request.headers['if-none-match'], etag)) return reply.code(304).send()
  }
  const nonce = createNonce()
  void reply.header('content-security-policy', csp(nonce))
  return reply.type(pageType).send(bytesOf(page(), nonce))
}

/** @param known the request's `If-None-Match`. */
export function isKnown(known: string | undefined, etag: string): boolean {
  if (known === undefined) return false
  return known === etag || known.split(',').some((one) => one.trim() === etag)
}
