import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import multipart from '@fastify/multipart'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BadInput, Refusal } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { marketRunBy, thisRunner } from '../desk/runner.ts'
import { approveImport, cancelImport } from './decide-import.ts'
import { exportProducts } from './export-products.ts'
import { exportWrong } from './export-wrong.ts'
import { fields } from './fields.ts'
import { importOf, importsOf, type Outcome, rowsOf } from './queries.ts'
import { startImport } from './start-import.ts'

const config = { access: 'manager' as const }
const params = z.object({ marketId: z.uuid() })
const one = params.extend({ importId: z.uuid() })
const querystring = z.object({
  rows: z.enum(['create', 'update', 'same', 'error']).optional(),
  after: z.coerce.number().int().min(0).default(0),
})
const maxBytes = 50 * 1024 * 1024
const pageOf = (marketId: string) => `/desk/markets/${marketId}/files`

class FileTooLarge extends Refusal {
  constructor() {
    super('file_too_large', 413, 'This file has more than 50 MB. Split it, and send the parts.')
  }
}

/** `/desk/markets/:marketId/files`: all products as a file, and files of products. */
export const exchangeRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app
  await app.register(multipart, {
    limits: { fileSize: maxBytes, files: 1, fields: 5, fieldSize: 2_000 },
    throwFileSizeLimit: false,
  })

  app.get(pageOf(':marketId'), { config, schema: { params } }, async (request, reply) =>
    reply.page('exchange/files.njk', {
      load: async () => filesPage(app, request, request.params.marketId),
    }),
  )

  app.get(
    '/desk/markets/:marketId/products.csv',
    { config, schema: { params } },
    async (request, reply) => {
      const { marketId } = request.params
      const market = await marketRunBy(db, app, await thisRunner(app, request), marketId)
      return sendCsv(reply, market.slug, exportProducts(db, marketId, appConfig.timeZone))
    },
  )

  const brought = { config, bodyLimit: maxBytes, schema: { params } }
  app.post(pageOf(':marketId'), brought, async (request, reply) => {
    const { marketId } = request.params
    const runner = await thisRunner(app, request)
    await marketRunBy(db, app, runner, marketId)
    const folder = await mkdtemp(join(tmpdir(), 'products-'))
    try {
      const path = join(folder, 'file')
      const fileName = await receive(request, path)
      const id = await startImport(db, app, { runner, marketId, path, fileName })
      return await reply.redirect(`${pageOf(marketId)}/${id}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const problem = error.message
      return await reply.code(error.status).page('exchange/files.njk', {
        load: async () => ({ ...(await filesPage(app, request, marketId)), problem }),
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}

/** `/desk/markets/:marketId/files/:importId`: what a file would change, and whether it shall. */
export const importRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app

  app.get(
    `${pageOf(':marketId')}/:importId`,
    { config, schema: { params: one, querystring } },
    async (request, reply) => {
      const { marketId, importId } = request.params
      const market = await marketRunBy(db, app, await thisRunner(app, request), marketId)
      return reply.page('exchange/file.njk', {
        async load() {
          const file = await importOf(db, marketId, importId)
          const outcome = request.query.rows ?? mostTelling(file.counts)
          const { after } = request.query
          return {
            page: { title: file.fileName, unlisted: true },
            market,
            file,
            outcome,
            fields,
            ...(await rowsOf(db, importId, { outcome, after })),
          }
        },
      })
    },
  )

  app.get(
    `${pageOf(':marketId')}/:importId/wrong.csv`,
    { config, schema: { params: one } },
    async (request, reply) => {
      const { marketId, importId } = request.params
      const market = await marketRunBy(db, app, await thisRunner(app, request), marketId)
      const file = await importOf(db, marketId, importId)
      return sendCsv(reply, `${market.slug}-wrong`, exportWrong(db, file))
    },
  )

  for (const [verb, decide] of [
    ['approval', approveImport],
    ['cancellation', cancelImport],
  ] as const) {
    const url = `${pageOf(':marketId')}/:importId/${verb}`
    app.post(url, { config, schema: { params: one } }, async (request, reply) => {
      const { marketId, importId } = request.params
      await decide(db, app, { runner: await thisRunner(app, request), marketId, importId })
      return reply.redirect(`${pageOf(marketId)}/${importId}`, 303)
    })
  }
}

function sendCsv(reply: FastifyReply, name: string, lines: AsyncGenerator<string>) {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('cache-control', 'private, no-store')
    .send(Readable.from(lines))
}

async function filesPage(app: FastifyInstance, request: FastifyRequest, marketId: string) {
  const market = await marketRunBy(app.db, app, await thisRunner(app, request), marketId)
  const files = await importsOf(app.db, marketId)
  return {
    page: { title: `Files of ${market.title}`, unlisted: true },
    market,
    files,
    columns: Object.values(fields).map(({ name }) => name),
  }
}

/** What a person wants to see first. */
function mostTelling(counts: Record<Outcome, number>): Outcome {
  const order = ['error', 'update', 'create'] as const
  return order.find((outcome) => counts[outcome] > 0) ?? 'same'
}

/** Writes the file as it comes. Answers its name. @throws {FileTooLarge} @throws {BadInput} */
async function receive(request: FastifyRequest, path: string): Promise<string> {
  const part = request.isMultipart() ? await request.file() : undefined
  if (!part?.filename) throw new BadInput('Choose a file first.')
  await pipeline(part.file, createWriteStream(path))
  if (part.file.truncated) throw new FileTooLarge()
  return part.filename.replaceAll(/[^\p{L}\p{N}._ -]/gu, '').slice(-120) || 'products.csv'
}
