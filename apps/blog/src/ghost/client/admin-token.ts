import { createHmac } from 'node:crypto'

/** `id:secret` in hex, as Ghost shows it: an integration's Admin API key, or a staff token. */
export const adminKeyPattern = /^[0-9a-f]{24}:[0-9a-f]{64}$/

/** A token for one request; Ghost takes it for five minutes by its own clock. */
export function adminToken(key: string, now: Date): string {
  const [kid = '', secret = ''] = key.split(':')
  const iat = Math.floor(now.getTime() / 1_000)
  const body = `${part({ alg: 'HS256', typ: 'JWT', kid })}.${part({ iat, exp: iat + 240, aud: '/admin/' })}`
  const mac = createHmac('sha256', Buffer.from(secret, 'hex')).update(body).digest('base64url')
  return `${body}.${mac}`
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
