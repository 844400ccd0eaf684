import type { FastifyInstance, FastifyRequest } from 'fastify'
import { SignInNeeded } from '@rose-ash/shared/errors'
import type { Actor } from './roles.ts'

/** Who asks, for the verbs that want to know what they may. */
export function actorOf({ services }: FastifyInstance, { viewer }: FastifyRequest): Actor {
  if (viewer.kind !== 'member') throw new SignInNeeded()
  return { account: services.account, personId: viewer.personId }
}

export const wantsHtml = ({ headers }: FastifyRequest): boolean =>
  (headers.accept ?? '').includes('text/html')
