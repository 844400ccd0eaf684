import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { BadInput, Refusal } from '@rose-ash/shared/errors'
import type { Outgoing } from '@rose-ash/shared/http'
import { z } from 'zod'
import { thisEditor } from '../editing/this-editor.ts'
import { readPage } from './read-page.ts'

const config = { access: 'author' as const }
const querystring = z.object({
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  kind: z.enum(['bookmark', 'embed']).default('embed'),
})
const OEmbed = z.looseObject({ type: z.string(), html: z.string().max(10_000).optional() })

/** `/embeds`: what another site's page is, for the cards that show it. The server asks, not the browser. */
export const embedRoutes: FastifyPluginAsyncZod = async (app) => {
  const { outgoing } = app

  app.get('/embeds', { config, schema: { querystring } }, async (request) => {
    await thisEditor(app, request)
    const { url, kind } = request.query
    const {
      bytes,
      url: found,
      status,
    } = await outgoing.request(url, {
      headers: { accept: 'text/html', 'user-agent': 'RoseAsh/1.0 (+link preview)' },
      maxBytes: 3 * 1024 * 1024,
    })
    if (status >= 400) throw new BadInput(`That page answers ${status}. Is the address right?`)
    const { oembed, ...metadata } = readPage(bytes.toString('utf8'), found)
    const player = kind === 'embed' && oembed ? await playerAt(outgoing, oembed) : undefined
    return player ? { ...player, url } : { type: 'bookmark', url, metadata }
  })
}

/** A player of one of the sites we show players of; undefined when it is none, or does not answer. */
async function playerAt(outgoing: Outgoing, address: string) {
  try {
    const { bytes, status } = await outgoing.request(address, { maxBytes: 200_000 })
    const answer = OEmbed.parse(JSON.parse(bytes.toString('utf8')))
    const { playersIn } = await import('../documents/clean-html.ts')
    const html = playersIn(answer.html ?? '')
    return status < 400 && html ? { ...answer, html } : undefined
  } catch (error) {
    if (error instanceof Refusal || error instanceof SyntaxError || error instanceof z.ZodError) {
      return undefined
    }
    throw error
  }
}
