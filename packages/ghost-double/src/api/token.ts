import { createHmac, timingSafeEqual } from 'node:crypto'

/** An admin key or a staff token, as `id:hexsecret`. */
export interface GhostKey {
  id: string
  secret: string
}

const decode = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>

/** What is wrong with an `Authorization` header, in Ghost's words; the key when nothing is. */
export function checkToken(
  header: string | undefined,
  keys: GhostKey[],
  now: number,
): GhostKey | string {
  const token = /^Ghost (.+)$/.exec(header ?? '')?.[1]
  if (!token) return 'Authorization header format is "Authorization: Ghost [token]"'
  const [head = '', payload = '', signature = ''] = token.split('.')
  try {
    const { alg, kid } = decode(head)
    const key = keys.find(({ id }) => id === kid)
    if (!key || alg !== 'HS256') return 'Unknown Admin API Key'
    const right = createHmac('sha256', Buffer.from(key.secret, 'hex'))
      .update(`${head}.${payload}`)
      .digest()
    const given = Buffer.from(signature, 'base64url')
    if (given.length !== right.length || !timingSafeEqual(given, right)) {
      return 'Invalid token: invalid signature'
    }
    return claimsProblem(decode(payload), now) ?? key
  } catch {
    return 'Invalid token: jwt malformed'
  }
}

/** 5 minutes from when it was made, whatever it says itself. */
function claimsProblem(
  { aud, iat, exp }: Record<string, unknown>,
  now: number,
): string | undefined {
  const seconds = Math.floor(now / 1_000)
  if (!/^\/?(v\d+\/)?admin\/?$/.test(String(aud))) return 'Invalid token: jwt audience invalid'
  if (typeof iat !== 'number') return 'Invalid token: iat required when maxAge is specified'
  if (typeof exp === 'number' && seconds >= exp) return 'Invalid token: jwt expired'
  return seconds - iat >= 300 ? 'Invalid token: maxAge exceeded' : undefined
}
