import { createHmac } from 'node:crypto'
import type { RunningGhost } from '../start-ghost.ts'

interface TokenChanges {
  claims?: Record<string, unknown>
  asText?: boolean
  key?: string
}

export function token(
  { claims = {}, asText = false, key = '' }: TokenChanges,
  now = Date.now(),
): string {
  const [kid = '', secret = ''] = key.split(':')
  const iat = Math.floor(now / 1_000)
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const head = part({ alg: 'HS256', typ: 'JWT', kid })
  const body = `${head}.${part({ iat, exp: iat + 300, aud: '/admin/', ...claims })}`
  const bytes = asText ? secret : Buffer.from(secret, 'hex')
  return `Ghost ${body}.${createHmac('sha256', bytes).update(body).digest('base64url')}`
}

/** Asks the double's Admin API as an integration does. */
export async function ask(
  ghost: RunningGhost,
  path: string,
  method = 'GET',
  json?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${ghost.url}/ghost/api/admin/${path}`, {
    method,
    headers: {
      authorization: token({ key: ghost.adminKey }),
      ...(json ? { 'content-type': 'application/json' } : {}),
    },
    ...(json ? { body: JSON.stringify(json) } : {}),
  })
  const text = await answer.text()
  return { status: answer.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} }
}

export function paragraph(text: string): string {
  const children = [{ type: 'paragraph', version: 1, children: [{ type: 'text', text }] }]
  return JSON.stringify({ root: { type: 'root', version: 1, children } })
}
