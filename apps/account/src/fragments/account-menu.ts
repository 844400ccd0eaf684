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
    const isAdmin = person.roles.includes('admin')
    const sells = isAdmin || (await services.blog.managedPages(db, person.id)).length > 0
    const html = views.render('fragments/account-menu.njk', { person, href, sells })
    return { html, tags: [`person:${person.id}`] }
  })
}
