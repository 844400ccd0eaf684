import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { deriveKey } from '@rose-ash/shared/config'

/** Names a link or a ticket; nobody can guess it. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function newCode(): string {
  return randomInt(1_000_000).toString().padStart(6, '0')
}

/** For tokens, which are too many to try. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Codes are few: their hash needs the platform's secret, and differs from mail to mail. */
export function hashCode(secret: string, mailId: string, code: string): string {
  const key = deriveKey(secret, 'sign-in code')
  return createHmac('sha256', key).update(`${mailId}:${code}`).digest('base64url')
}

export function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Tells askers apart without keeping their address. A home or office with IPv6 has a whole /64, so
 * that counts as one.
 */
export function hashAddress(secret: string, ip: string): string {
  const network = isIPv6(ip) && !ip.startsWith('::ffff:') ? networkOf(ip) : ip
  const key = deriveKey(secret, 'sign-in asker')
  return createHmac('sha256', key).update(network).digest('base64url')
}

function networkOf(ip: string): string {
  const [head = '', tail = ''] = ip.toLowerCase().split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  const groups = ip.includes('::') ? [...left, ...zeros, ...right] : left
  return groups.slice(0, 4).join(':')
}
