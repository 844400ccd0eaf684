import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Order } from './change-state.ts'
import { findOrder } from './queries.ts'

/** What the address of an order's page may carry: a guest's key from their mail. */
export const orderKey = z.object({ key: z.string().max(64).optional() })

/** The order that a request is about. @throws {NotFound} for whoever may not open it. */
export function openOrder(
  { db, services }: FastifyInstance,
  { viewer, query }: FastifyRequest,
  orderId: string,
): Promise<Order> {
  const { key } = orderKey.parse(query)
  return findOrder(db, services, { orderId, asker: { viewer, key } })
}
