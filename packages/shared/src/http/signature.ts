import { createHmac, timingSafeEqual } from 'node:crypto'

/** What one process vouches for when it asks another. */
export interface InternalRequest {
  method: string
  /** With its query, as it stands in the request line. */
  path: string
  /** For whom it is asked; what it means is between the two. */
  viewer: string
}

export interface SignedHeaders {
  'x-viewer': string
  'x-signed-at': string
  'x-signature': string
}

/** Clocks of processes may differ by this much. */
const TOLERANCE_MS = 30_000

export function signRequest(
  secret: string,
  request: InternalRequest,
  now = Date.now(),
): SignedHeaders {
  const at = String(now)
  return {
    'x-viewer': request.viewer,
    'x-signed-at': at,
    'x-signature': mac(secret, request, at).toString('base64url'),
  }
}

/** @returns the viewer, or null when the signature is missing, forged or older than 30 s. */
export function verifyRequest(
  secret: string,
  request: { method: string; path: string; headers: Record<string, unknown> },
  now = Date.now(),
): string | null {
  const { 'x-viewer': viewer, 'x-signed-at': at, 'x-signature': signature } = request.headers
  if (typeof viewer !== 'string' || typeof at !== 'string' || typeof signature !== 'string') {
    return null
  }
  const given = Buffer.from(signature, 'base64url')
  const right = mac(secret, { method: request.method, path: request.path, viewer }, at)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  return Math.abs(now - Number(at)) <= TOLERANCE_MS ? viewer : null
}

/** No field can contain a line break: HTTP does not let it. */
function mac(secret: string, { method, path, viewer }: InternalRequest, at: string): Buffer {
  return createHmac('sha256', secret).update(`${method}\n${path}\n${viewer}\n${at}`).digest()
}
