import type { FastifyRequest } from 'fastify'
import { SignInNeeded } from '@rose-ash/shared/errors'

/** @throws {SignInNeeded} for anybody who is not signed in. */
export function personOf({ viewer }: FastifyRequest): string {
  if (viewer.kind !== 'member') throw new SignInNeeded()
  return viewer.personId
}
