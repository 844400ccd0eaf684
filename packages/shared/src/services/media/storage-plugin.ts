import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { createStorage, type Storage } from '../../media/index.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Where the files of the media library lie. */
    mediaStorage: Storage
  }
}

/** Gives the blog its storage, before anything that uses it. */
export const mediaStorage = fastifyPlugin(async (app: FastifyInstance) => {
  app.decorate('mediaStorage', createStorage(app.appConfig.media))
})
