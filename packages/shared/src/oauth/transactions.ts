import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Config } from '../config/index.ts'
import { createSealer } from './seal.ts'

const Transaction = z.object({
  /** Ties the provider's answer to this browser. */
  state: z.string(),
  /** Ties the ID token to this sign-in. */
  nonce: z.string(),
  /** Ties the code to this app (PKCE). */
  verifier: z.string(),
  /** Where the person wants to go, and where to if they think better of it. */
  returnTo: z.string(),
  cancelTo: z.string(),
  /** Nobody asked for it: whatever goes wrong, the page is shown as to a guest. */
  silent: z.boolean(),
})

/** A sign-in under way, between leaving for the provider and coming back. */
export type Transaction = z.infer<typeof Transaction>

/** Keeps sign-ins under way in the browser that began them, sealed. */
export interface Transactions {
  keep(reply: FastifyReply, transaction: Transaction): void
  /** The one that the provider's answer belongs to, forgotten with this; undefined for a stranger. */
  take(request: FastifyRequest, reply: FastifyReply, state: string): Transaction | undefined
}

const prefix = '__Host-sign-in-'
/** Long enough to find a mail and come back. */
const lifetimeSeconds = 60 * 60
/** Tabs may sign in side by side; what is given up must not pile up. */
const maxKept = 8

const Kept = z.object({ transaction: Transaction, until: z.number() })

/** One cookie for each, named by its state, so that tabs do not disturb each other. */
export function createTransactions({ secret, app }: Pick<Config, 'secret' | 'app'>): Transactions {
  const sealer = createSealer(secret, `sign-in under way at ${app}`)

  return {
    keep(reply, transaction) {
      const names = Object.keys(reply.request.cookies).filter((name) => name.startsWith(prefix))
      for (const name of names.slice(0, Math.max(0, names.length - maxKept + 1))) {
        void reply.clearCookie(name, cookieOptions)
      }
      const until = Date.now() + lifetimeSeconds * 1_000
      const sealed = sealer.seal(JSON.stringify({ transaction, until }))
      void reply.setCookie(nameOf(transaction.state), sealed, {
        ...cookieOptions,
        maxAge: lifetimeSeconds,
      })
    },
    take(request, reply, state) {
      const name = nameOf(state)
      const json = sealer.open(request.cookies[name] ?? '')
      if (!json) return undefined
      void reply.clearCookie(name, cookieOptions)
      const { transaction, until } = Kept.parse(JSON.parse(json))
      return transaction.state === state && until > Date.now() ? transaction : undefined
    },
  }
}

const cookieOptions: CookieSerializeOptions = {
  path: '/',
  httpOnly: true,
  secure: true,
  sameSite: 'lax',
}

/** States are 43 letters, digits, `-` and `_`; anything else belongs to nobody. */
const nameOf = (state: string): string => prefix + state.replaceAll(/[^\w-]/g, '').slice(0, 16)
