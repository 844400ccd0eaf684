import multipart from '@fastify/multipart'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { supplierFileRows, supplierRuns } from '@rose-ash/shared/db/models/market-suppliers'
import { BadInput, NotFound } from '@rose-ash/shared/errors'
import { managedSupplier } from '../manages.ts'
import { personOf } from '../person-of.ts'
import { supplierPartsOf } from '../supplier-parts.ts'
import { listColumns } from './product-of-row.ts'
import { chooseColumns, keepFile } from './run-file.ts'

const config = { access: 'manager' as const }
const params = z.object({ supplierId: z.uuid() })
const ofFile = params.extend({ runId: z.uuid() })
const column = z.string().max(5_000).default('')
const body = z.object(Object.fromEntries(listColumns.map((name) => [name, column])))
const maxBytes = 20 * 1024 * 1024
const one = '/desk/suppliers/:supplierId/files/:runId'

/** `/desk/suppliers/…/files`: price lists that a supplier sends. */
export const fileRoutes: FastifyPluginAsyncZod = async (app) => {
  const parts = supplierPartsOf(app)
  await app.register(multipart, {
    limits: { fileSize: maxBytes, files: 1, fields: 0 },
    throwFileSizeLimit: false,
  })

  app.get(
    '/desk/suppliers/:supplierId/files',
    { config, schema: { params } },
    async (request, reply) => {
      const supplier = await managedSupplier(parts, {
        personId: personOf(request),
        ...request.params,
      })
      return reply.page('suppliers/files.njk', {
        load: async () => ({ page: { title: 'Price lists', unlisted: true }, supplier }),
      })
    },
  )

  const upload = {
    config: { ...config, formOn: '/desk/suppliers/:supplierId/files' },
    schema: { params },
    bodyLimit: maxBytes + 100_000,
  }
  app.post('/desk/suppliers/:supplierId/files', upload, async (request, reply) => {
    const by = { personId: personOf(request), ...request.params }
    await managedSupplier(parts, by)
    const folder = await mkdtemp(join(tmpdir(), 'price-list-'))
    try {
      const path = join(folder, 'file')
      const name = await receive(request, path)
      const runId = await keepFile(parts, { ...by, path, name })
      return await reply.redirect(`/desk/suppliers/${by.supplierId}/files/${runId}`, 303)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}

/** One list: which column is what, and the rows that could not be taken. */
export const fileColumnRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app
  const parts = supplierPartsOf(app)

  app.get(one, { config, schema: { params: ofFile } }, async (request, reply) => {
    const { supplierId, runId } = request.params
    const supplier = await managedSupplier(parts, { personId: personOf(request), supplierId })
    return reply.page('suppliers/file.njk', {
      async load() {
        const mine = and(eq(supplierRuns.id, runId), eq(supplierRuns.supplierId, supplierId))
        const [run] = await db.select().from(supplierRuns).where(mine)
        if (!run || run.kind !== 'file') throw new NotFound('price list')
        const ofRun = eq(supplierFileRows.runId, runId)
        const { line } = supplierFileRows
        const [rows, bad] = await Promise.all([
          db.select().from(supplierFileRows).where(ofRun).orderBy(asc(line)).limit(6),
          db
            .select()
            .from(supplierFileRows)
            .where(and(ofRun, eq(supplierFileRows.outcome, 'bad')))
            .orderBy(asc(line))
            .limit(200),
        ])
        const page = { title: run.fileName ?? 'Price list', unlisted: true }
        return { page, supplier, run, rows, bad, columns: listColumns }
      },
    })
  })

  const columned = { config: { ...config, formOn: one }, schema: { params: ofFile, body } }
  app.post(one, columned, async (request, reply) => {
    const chosen = Object.entries(request.body).filter(([, name]) => name !== '')
    const columns = Object.fromEntries(chosen)
    await managedSupplier(parts, { personId: personOf(request), ...request.params })
    if (!columns.name || !columns.price)
      throw new BadInput('Say at least which column is the name and which is the price.')
    await chooseColumns(parts, { personId: personOf(request), ...request.params, columns })
    return reply.redirect(`/desk/suppliers/${request.params.supplierId}`, 303)
  })
}

/** Writes the file as it comes. @returns its name. @throws {BadInput} */
async function receive(request: FastifyRequest, path: string): Promise<string> {
  if (!request.isMultipart()) throw new BadInput('Send the list as a form does.')
  for await (const part of request.parts()) {
    if (part.type === 'field') continue
    await pipeline(part.file, createWriteStream(path))
    if (part.file.truncated) throw new BadInput('This list has more than 20 MB. Send it in parts.')
    if (part.filename) return part.filename.slice(0, 200)
  }
  throw new BadInput('Choose a list first.')
}
