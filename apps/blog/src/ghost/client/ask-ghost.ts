import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { Outgoing, OutgoingResponse } from '@rose-ash/shared/http'
import { AddressRefused, TooManyRedirects } from '@rose-ash/shared/http'
import { Refusal } from '@rose-ash/shared/errors'
import { adminToken } from './admin-token.ts'
import { GhostTrouble, type GhostTroubleCode } from './errors.ts'
import { twoAtOnce } from './two-at-once.ts'

export interface GhostAccess {
  /** The Ghost's address, without `/ghost`. */
  url: string
  adminKey: string
  outgoing: Outgoing
  now: () => Date
}

export interface GhostRequest {
  method?: 'GET' | 'POST' | 'PUT'
  /** Below `/ghost/api/admin/`, with its query. */
  path: string
  json?: unknown
  /** Instead of `json`. */
  form?: { contentType: string; bytes: Uint8Array }
}

const TIMEOUT_MS = 10_000
/** 100 long posts with their HTML. */
const MAX_BYTES = 64 * 1024 * 1024
const LONGEST_PAUSE_MS = 20_000

/**
 * One request to the Admin API, tried twice when the Ghost is busy or fails, two at a time.
 *
 * @returns the answer's JSON, or undefined for what is not there (404).
 * @throws {GhostTrouble}
 */
export async function askGhost(access: GhostAccess, request: GhostRequest): Promise<unknown> {
  const first = await attempt(access, request)
  if (!isTransient(first, request)) return read(first)
  await wait(pauseOf(first))
  return read(await attempt(access, request))
}

type Attempt = OutgoingResponse | GhostTrouble

async function attempt(
  access: GhostAccess,
  { method = 'GET', path, json, form }: GhostRequest,
): Promise<Attempt> {
  const { url, adminKey, outgoing, now } = access
  const body = form?.bytes ?? (json === undefined ? undefined : JSON.stringify(json))
  const contentType = form?.contentType ?? (json === undefined ? undefined : 'application/json')
  try {
    return await twoAtOnce(url, () =>
      outgoing.request(`${url}/ghost/api/admin/${path}`, {
        method,
        headers: {
          authorization: `Ghost ${adminToken(adminKey, now())}`,
          'accept-version': 'v6.0',
          accept: 'application/json',
          ...(contentType ? { 'content-type': contentType } : {}),
        },
        ...(body === undefined ? {} : { body }),
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
        // The key would be lost on the way; better to be told the right address.
        redirects: 0,
      }),
    )
  } catch (error) {
    if (error instanceof AddressRefused || error instanceof TooManyRedirects) throw error
    if (error instanceof Refusal) return new GhostTrouble('ghost_unreachable', error.code)
    throw error
  }
}

/** A change is tried again only when Ghost said that it did not even look at it. */
function isTransient(answer: Attempt, { method = 'GET' }: GhostRequest): boolean {
  if (answer instanceof GhostTrouble) return false
  return answer.status === 429 || (answer.status >= 500 && method === 'GET')
}

/** As long as Ghost asks for, within reason; otherwise half a second. */
function pauseOf(answer: Attempt): number {
  const asked =
    answer instanceof GhostTrouble ? undefined : [answer.headers['retry-after']].flat()[0]
  const seconds = Number(asked)
  return Number.isFinite(seconds) && asked ? Math.min(seconds * 1_000, LONGEST_PAUSE_MS) : 500
}

function read(answer: Attempt): unknown {
  if (answer instanceof GhostTrouble) throw answer
  const { status, bytes } = answer
  if (status === 404) {
    // Only Ghost's own 404 says that the thing is gone; a proxy's says nothing.
    return ghostErrors(bytes) ? undefined : unreadable('404 from something else')
  }
  if (status >= 400) {
    const code = codeOf(status)
    const words = code === 'ghost_refused' ? ghostErrors(bytes)?.[0] : undefined
    const said = words?.context ?? words?.message ?? ''
    throw new GhostTrouble(code, `${status} ${bytes.toString('utf8', 0, 300)}`, said)
  }
  if (status === 204) return {}
  if (status >= 300) return unreadable(`status ${status}`)
  try {
    return JSON.parse(bytes.toString()) as unknown
  } catch {
    return unreadable(bytes.toString('utf8', 0, 100))
  }
}

function codeOf(status: number): GhostTroubleCode {
  if (status === 401) return 'ghost_key_refused'
  if (status === 403) return 'ghost_forbidden'
  if (status === 429) return 'ghost_busy'
  if (status === 409) return 'ghost_collision'
  return status >= 500 ? 'ghost_failed' : 'ghost_refused'
}

const Errors = z.object({
  errors: z.array(z.object({ message: z.string().nullish(), context: z.string().nullish() })),
})

/** What Ghost itself says went wrong; undefined when it was not Ghost who answered. */
function ghostErrors(bytes: Buffer): z.infer<typeof Errors>['errors'] | undefined {
  try {
    return Errors.safeParse(JSON.parse(bytes.toString())).data?.errors
  } catch {
    return undefined
  }
}

function unreadable(detail: string): never {
  throw new GhostTrouble('ghost_unreadable', detail)
}
