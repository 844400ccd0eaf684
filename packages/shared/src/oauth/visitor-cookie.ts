import { LRUCache } from 'lru-cache'
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type Config, deriveKey } from '../config/index.ts'

export const visitorCookie = 'visitor'

const Uuid = z.uuid()

/** Signs and checks the cookie that names a guest's basket, and nothing else. */
export interface VisitorCookies {
  seal(visitorId: string): string
  /** The visitor, or undefined for a cookie that we did not make. */
  open(value: string): string | undefined
}

/** The same on every app: the cookie is set on the parent domain. */
export function createVisitorCookies({ secret }: Pick<Config, 'secret'>): VisitorCookies {
  const key = createSecretKey(deriveKey(secret, 'visitor cookie'))
  // Checking a signature is a tenth of putting something into the basket; guests come again.
  const genuine = new LRUCache<string, string>({ max: 5_000 })
  const sign = (visitorId: string) =>
    createHmac('sha256', key).update(visitorId).digest('base64url')

  return {
    seal: (visitorId) => `${visitorId}.${sign(visitorId)}`,
    open(value) {
      const known = genuine.get(value)
      if (known !== undefined) return known
      const [visitorId = '', signature = ''] = value.split('.')
      const given = Buffer.from(signature)
      const right = Buffer.from(sign(visitorId))
      const isOurs = given.length === right.length && timingSafeEqual(given, right)
      if (!isOurs || !Uuid.safeParse(visitorId).success) return undefined
      genuine.set(value, visitorId)
      return visitorId
    },
  }
}
