import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { type PageOptions, Pages, type PagesOptions } from './pages.ts'

declare module 'fastify' {
  interface FastifyReply {
    /**
     * Sends a page.
     *
     * @throws what `load` throws, unless there is a copy to show.
     */
    page<Data extends object>(
      template: string,
      options: PageOptions<Data>,
    ): FastifyReply | Promise<FastifyReply>
  }
}

const plugin: FastifyPluginAsync<PagesOptions> = async (app, options) => {
  const pages = new Pages(options)
  app.decorateReply('page', function page<
    Data extends object,
  >(this: FastifyReply, template: string, options: PageOptions<Data>) {
    return pages.send(this, template, options)
  })
}

/** Gives replies their `page`. */
export const pagePlugin = fastifyPlugin(plugin, { name: 'pages' })
