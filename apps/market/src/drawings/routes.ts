import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { drawingPng } from '@rose-ash/shared/services/media/drawing-png'
import { z } from 'zod'

const config = { access: 'public' as const }
const params = z.object({ name: z.string().max(60) })

/** `/drawings/:name.png`: our drawings for other servers, many of which show no SVG. */
export const drawingRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/drawings/:name.png', { config, schema: { params } }, async (request, reply) => {
    const png = await drawingPng(request.params.name)
    if (!png) throw new NotFound('picture')
    return reply.headers({ 'cache-control': 'public, max-age=86400' }).type('image/png').send(png)
  })
}
