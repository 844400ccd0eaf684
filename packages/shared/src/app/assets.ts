import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { loadAssets } from '../views/index.ts'

/** `/assets/…`: built once, named by content, so browsers may keep them for ever. */
export const assetsPlugin = fastifyPlugin(async (app: FastifyInstance) => {
  await app.register(fastifyStatic, {
    root: loadAssets().directory,
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '1y',
    decorateReply: false,
    index: false,
  })
})
