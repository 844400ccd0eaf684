import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'

/** Who is signed in, in the frame of every page: their name and menu, or the way to sign in. */
export const accountMenu: FastifyPluginAsyncZod = async (app) => {
  const { db, services, views, appConfig } = app

  app.fragment('account-menu', { params: z.object({}) }, async ({ viewer }) => {
    const href = `${appConfig.origins.account}/`
    if (viewer.kind !== 'member') {
      return { html: views.render('fragments/account-menu.njk', { person: null, href }), tags: [] }
    }
    const person = await services.account.person(db, viewer.personId)
    const html = views.render('fragments/account-menu.njk', { person, href })
    return { html, tags: [`person:${person.id}`] }
  })
}
