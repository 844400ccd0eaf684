import { eq } from 'drizzle-orm'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { addJob } from '@rose-ash/shared/jobs'
import { z } from 'zod'

const params = z.object({ provider: z.string().max(40), webhookKey: z.string().max(64) })

/**
 * `/webhooks/:provider/:webhookKey`: a provider says that something changed. What it says is not read, it
 * is only a reason to ask; an address we did not give out is answered the same and asks nothing.
 */
export const webhookRoutes: FastifyPluginAsyncZod = async (app) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, body, done) => {
    body.resume()
    done(null)
  })
  const config = { access: 'public' as const, rateLimit: { max: 600, timeWindow: '1 minute' } }

  app.post(
    '/webhooks/:provider/:webhookKey',
    { config, schema: { params } },
    async (request, reply) => {
      const [payment] = await app.db
        .select({ id: payments.id })
        .from(payments)
        .where(eq(payments.webhookKey, request.params.webhookKey))
      if (payment) {
        const { id: paymentId } = payment
        const job = { task: 'settle-payment', key: `settle-${paymentId}`, payload: { paymentId } }
        await addJob(app.db, job)
      }
      return reply.code(204).send()
    },
  )
}
