import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKey } from '@rose-ash/shared/config'
import { parse, stringify } from 'uuid'

/** One person's subscription to one newsletter. */
export interface Subscription {
  newsletterId: string
  personId: string
}

const ID = 16

/**
 * What ends a subscription from a mail, without signing in: both ids and the first 16 bytes of their
 * HMAC-SHA256. It does nothing else, and the mail it is in can be sent on, so it never expires.
 */
export function unsubscribeToken(secret: string, { newsletterId, personId }: Subscription): string {
  const ids = Buffer.concat([parse(newsletterId), parse(personId)])
  return Buffer.concat([ids, sign(secret, ids)]).toString('base64url')
}

/** The subscription that a token of ours ends; undefined for any other text. */
export function readUnsubscribeToken(secret: string, token: string): Subscription | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 3 * ID || bytes.toString('base64url') !== token) return undefined
  const ids = bytes.subarray(0, 2 * ID)
  if (!timingSafeEqual(sign(secret, ids), bytes.subarray(2 * ID))) return undefined
  return { newsletterId: stringify(ids.subarray(0, ID)), personId: stringify(ids.subarray(ID)) }
}

function sign(secret: string, ids: Buffer): Buffer {
  const key = deriveKey(secret, 'unsubscribing')
  return createHmac('sha256', key).update(ids).digest().subarray(0, ID)
}
