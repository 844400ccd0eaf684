import type { FastifyInstance } from 'fastify'

/**
 * SumUp's own client declares JSON on every request, those without a body too; Fastify's parser
 * would refuse them. Unreadable JSON is still refused: it must never count as "no amount given".
 */
export function acceptEmptyJson(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parseJson(request, body.toString(), done)
  })
}
