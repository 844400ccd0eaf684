import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { unsubscribe } from '../newsletters/subscribe.ts'
import { newsletterName } from './queries.ts'
import { readUnsubscribeToken } from './unsubscribe-token.ts'

const params = z.object({ token: z.string().max(200) })
const config = { access: 'public' as const }

/**
 * `/newsletters/subscriptions/:token`: the link in a mail that ends a newsletter without signing in.
 * Opening it asks, for mail programs open links by themselves; sending it ends the newsletter, as often
 * as it comes (RFC 8058).
 */
export const unsubscribeRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app

  /** Mail programs send the form in either way; what is in it says nothing. */
  app.addContentTypeParser('multipart/form-data', (_request, payload, done) => {
    payload
      .resume()
      .once('end', () => done(null))
      .once('error', done)
  })

  const about = async (token: string) => {
    const subscription = readUnsubscribeToken(appConfig.secret, token)
    const name = subscription && (await newsletterName(db, subscription.newsletterId))
    if (!subscription || name === undefined) throw new NotFound('newsletter')
    return { subscription, token, name }
  }

  app.get(
    '/newsletters/subscriptions/:token',
    { config, schema: { params } },
    async (request, reply) =>
      reply.page('mailings/unsubscribe.njk', {
        load: async () => ({
          page: { title: 'Unsubscribe', unlisted: true },
          ...(await about(request.params.token)),
        }),
      }),
  )

  app.post(
    '/newsletters/subscriptions/:token',
    { config, schema: { params } },
    async (request, reply) => {
      const { subscription, name } = await about(request.params.token)
      await unsubscribe(db, subscription)
      const page = { title: 'You have unsubscribed', unlisted: true }
      return reply.page('mailings/unsubscribe.njk', {
        load: async () => ({ page, name, done: true }),
      })
    },
  )
}
