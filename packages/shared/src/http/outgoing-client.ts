import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { Agent, type Dispatcher } from 'undici'
import { Refusal } from '../errors/index.ts'
import { type FindAddresses, guardedLookup } from './guarded-lookup.ts'
import {
  AddressRefused,
  AnswerTooLarge,
  AnswerTooLate,
  NotReachable,
  TooManyRedirects,
} from './outgoing-errors.ts'
import { addressOf, isPublicAddress } from './public-address.ts'

export interface OutgoingRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** For everything, redirects included, from now to the last byte. 10 s. */
  timeoutMs?: number
  /** What the body may have at most. 10 MiB. */
  maxBytes?: number
  /** How many are followed; only a GET's are. 3. */
  redirects?: number
  /** Asked before each redirect is followed, with where it leads; what it throws ends the request. */
  beforeRedirect?: (to: string) => void | Promise<void>
  /** Ends the request when it is aborted, with its reason. */
  signal?: AbortSignal
}

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  /** Where the answer came from, after all redirects. */
  url: string
}

export interface OutgoingResponse extends Answer {
  bytes: Buffer
}

export interface OutgoingFile extends Answer {
  /** How many bytes the file has. */
  size: number
}

/** Asks servers that are not ours. Any status is an answer; what throws is the lack of one. */
export interface Outgoing {
  /** @throws {AddressRefused | NotReachable | AnswerTooLate | AnswerTooLarge | TooManyRedirects} */
  request(url: string, request?: OutgoingRequest): Promise<OutgoingResponse>
  /** As `request`, with the body into a file; there is no file when it throws. */
  download(url: string, toFile: string, request?: OutgoingRequest): Promise<OutgoingFile>
  close(): Promise<void>
}

export interface OutgoingOptions {
  /** Origins that may have private addresses: servers of the cooperative beside this one. */
  allow?: readonly string[]
  /** How names are looked up; the system's way unless told otherwise. */
  find?: FindAddresses
}

type Body = AsyncIterable<Buffer>

/**
 * The one way to ask somebody else's server. Whoever says which address to fetch, an editor with a
 * link or a Ghost with an image, must not reach what only this machine can reach: nothing but http(s)
 * to public addresses is asked, checked at every redirect and at every connection that is made.
 */
export function createOutgoing({ allow = [], find }: OutgoingOptions = {}): Outgoing {
  const options = { allowH2: false, headersTimeout: 0, bodyTimeout: 0, connections: 8 }
  const allowed = new Set(allow)
  const open = new Agent({ ...options, connect: { timeout: 5_000 } })
  const guarded = new Agent({
    ...options,
    connect: { timeout: 5_000, lookup: guardedLookup(find) },
  })

  async function send<T>(url: string, request: OutgoingRequest, take: (body: Body) => Promise<T>) {
    const late = AbortSignal.timeout(request.timeoutMs ?? 10_000)
    const signal = request.signal ? AbortSignal.any([late, request.signal]) : late
    let at = parse(url)
    let headers = request.headers ?? {}
    try {
      for (let left = request.redirects ?? 3; ; left -= 1) {
        const agent = allowed.has(at.origin) ? open : guarded
        if (agent === guarded) refuseLocal(at)
        const answer = await ask(agent, at, { ...request, headers, signal })
        const next = redirectOf(answer, request)
        if (next === undefined) {
          const taken = await take(counted(answer, request.maxBytes ?? 10 * 1024 * 1024))
          return { status: answer.statusCode, headers: answer.headers, url: at.href, taken }
        }
        answer.body.on('error', () => undefined).destroy()
        if (left === 0) throw new TooManyRedirects()
        const from = at
        at = parse(next, from)
        await request.beforeRedirect?.(at.href)
        if (at.origin !== from.origin) headers = withoutSecrets(headers)
      }
    } catch (error) {
      request.signal?.throwIfAborted()
      throw plain(error, late)
    }
  }

  return {
    async request(url, request = {}) {
      const { taken, ...answer } = await send(url, request, collect)
      return { ...answer, bytes: taken }
    },
    async download(url, toFile, request = {}) {
      try {
        const { taken, ...answer } = await send(url, request, async (body) => {
          const file = createWriteStream(toFile)
          await pipeline(body, file)
          return file.bytesWritten
        })
        return { ...answer, size: taken }
      } catch (error) {
        await rm(toFile, { force: true })
        throw error
      }
    },
    async close() {
      await Promise.all([open.destroy(), guarded.destroy()])
    },
  }
}

/** @throws {AddressRefused} for what is no address of a website. */
function parse(url: string, base?: URL): URL {
  const parsed = URL.parse(url, base?.href)
  const isWeb = parsed?.protocol === 'http:' || parsed?.protocol === 'https:'
  if (!parsed || !isWeb || parsed.username || parsed.password) throw new AddressRefused()
  return parsed
}

/** A host that is an address is never looked up, so it is checked here. */
function refuseLocal({ hostname }: URL): void {
  const address = addressOf(hostname)
  if (address !== undefined && !isPublicAddress(address)) throw new AddressRefused()
}

type Hop = OutgoingRequest & { headers: Record<string, string>; signal: AbortSignal }

async function ask(
  agent: Agent,
  url: URL,
  { method = 'GET', headers, body, signal }: Hop,
): Promise<Dispatcher.ResponseData> {
  return agent.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    // Nothing is unpacked here, so nothing small can become large.
    headers: { 'user-agent': 'RoseAsh', 'accept-encoding': 'identity', ...headers },
    body: body ?? null,
    signal,
  })
}

const redirecting = new Set([301, 302, 303, 307, 308])

function redirectOf(
  { statusCode, headers }: Dispatcher.ResponseData,
  { method = 'GET' }: OutgoingRequest,
): string | undefined {
  if (method !== 'GET' || !redirecting.has(statusCode)) return undefined
  return [headers.location].flat()[0]
}

/** What is meant for one site is not told to another. */
function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  const secret = new Set(['authorization', 'cookie'])
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !secret.has(name.toLowerCase())),
  )
}

async function* counted(
  { body, headers }: Dispatcher.ResponseData,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  if (Number(headers['content-length']) > maxBytes) {
    body.on('error', () => undefined).destroy()
    throw new AnswerTooLarge()
  }
  let size = 0
  for await (const chunk of body as Body) {
    size += chunk.length
    if (size > maxBytes) throw new AnswerTooLarge()
    yield chunk
  }
}

async function collect(body: Body): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** In words for people: what the network says names addresses that are nobody's business. */
function plain(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof Refusal) return error
  if (signal.aborted) return new AnswerTooLate()
  const { code } = error as { code?: unknown }
  // A file that cannot be written is our own trouble.
  if (typeof code === 'string' && /^(ENOSPC|EACCES|EROFS|ENOENT|EISDIR)$/.test(code)) return error
  return new NotReachable()
}
