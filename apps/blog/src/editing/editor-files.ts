import fastifyStatic from '@fastify/static'
import { editorAssets } from '@rose-ash/editor/assets'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'

/** `/assets/editor/…`: the prose editor, loaded where posts are written and nowhere else. */
export const editorFiles: FastifyPluginAsyncZod = async (app) => {
  await app.register(fastifyStatic, {
    root: editorAssets().folder,
    prefix: '/assets/editor/',
    preCompressed: true,
    immutable: true,
    maxAge: '1y',
    decorateReply: false,
    index: false,
  })
}
