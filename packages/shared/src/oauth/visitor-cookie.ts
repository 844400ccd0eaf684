import { createHmac, timingSafeEqual } from 'node:crypto'
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
  const key = deriveKey(secret, 'visitor cookie')
  const sign = (visitorId: string) =>
    createHmac('sha256', key).update(visitorId).digest('base64url')

  return {
    seal: (visitorId) => `${visitorId}.${sign(visitorId)}`,
    open(value) {
      const [visitorId = '', signature = ''] = value.split('.')
      const given = Buffer.from(signature)
      const right = Buffer.from(sign(visitorId))
      const genuine = given.length === right.length && timingSafeEqual(given, right)
      return genuine && Uuid.safeParse(visitorId).success ? visitorId : undefined
    },
  }
}
