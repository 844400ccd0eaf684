import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Viewer } from '@rose-ash/shared/fragments'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'

/** Whose basket a request is about; undefined for somebody who has none yet. */
export const basketOwner = ({ viewer }: FastifyRequest): BasketOwner | undefined => ownerOf(viewer)

/** Whose basket a viewer sees. */
export function ownerOf(viewer: Viewer): BasketOwner | undefined {
  if (viewer.kind === 'member') return { personId: viewer.personId }
  return viewer.kind === 'visitor' ? { visitorId: viewer.visitorId } : undefined
}

/** Whose basket a request fills: a stranger becomes a visitor. */
export function ensureOwner(request: FastifyRequest, reply: FastifyReply): BasketOwner {
  return basketOwner(request) ?? { visitorId: reply.ensureVisitor() }
}
