import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { giftAmounts, giveTag, pageAsksForGifts } from '../gifts/ask-for-gifts.ts'

/** "Give to …" on a page that asks for gifts; nothing on others. */
export const give: FastifyPluginAsyncZod = async (app) => {
  const { db, services, appConfig } = app
  app.fragment('give', { params: z.object({ page: z.uuid() }) }, async ({ params }) => {
    const asks = await pageAsksForGifts(db, params.page)
    const page = (await services.blog.pagesById(db, [params.page])).get(params.page)
    const { cart, blog } = appConfig.origins
    return {
      html:
        page && asks
          ? app.views.render('fragments/give.njk', {
              page,
              amounts: giftAmounts(appConfig.currency),
              cart,
              returnTo: `${blog}/${page.slug}`,
            })
          : '',
      tags: [giveTag(params.page)],
    }
  })
}
