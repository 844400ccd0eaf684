import type { FastifyInstance, FastifyRequest } from 'fastify'
import { SignInNeeded } from '../errors/index.ts'

/** Somebody at a desk: an administrator runs what all pages have there, others what theirs have. */
export interface Runner {
  personId: string
  isAdmin: boolean
}

/** Whoever asks, as somebody at a desk; what they may do there, its verbs check. @throws {SignInNeeded} */
export async function thisRunner(
  { db, services }: Pick<FastifyInstance, 'db' | 'services'>,
  { viewer }: FastifyRequest,
): Promise<Runner> {
  if (viewer.kind !== 'member') throw new SignInNeeded()
  const { personId } = viewer
  return { personId, isAdmin: await services.account.hasRole(db, personId, 'admin') }
}
