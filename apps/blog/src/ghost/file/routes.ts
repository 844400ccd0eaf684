import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import multipart from '@fastify/multipart'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { BadInput, Refusal } from '@rose-ash/shared/errors'
import { cleanName } from '@rose-ash/shared/services/media/clean-name'
import { ghostPartsOf } from '../ghost-parts.ts'
import { checkAdmin } from '../sites/errors.ts'
import { ghostPage } from '../sites/ghost-page.ts'
import { personOf } from '../sites/person-of.ts'
import { importFile } from './import-file.ts'

/** As long as a text can be that JavaScript reads at once; some 10,000 long posts. */
const maxBytes = 400 * 1024 * 1024

class ExportTooLarge extends Refusal {
  constructor() {
    super(
      'export_too_large',
      413,
      'This file has more than 400 MB, which is more than we can read at once. Connect the Ghost itself instead.',
    )
  }
}

/** `/ghost/files`: an export file of a Ghost, imported without the Ghost. */
export const ghostFileRoutes: FastifyPluginAsyncZod = async (app) => {
  const parts = ghostPartsOf(app)
  await app.register(multipart, {
    limits: { fileSize: maxBytes, files: 1, fields: 5, fieldSize: 2_000 },
    throwFileSizeLimit: false,
  })

  const config = { access: 'admin' as const }
  app.post('/ghost/files', { config, bodyLimit: maxBytes }, async (request, reply) => {
    const personId = personOf(request.viewer)
    await checkAdmin(parts, personId)
    const folder = await mkdtemp(join(tmpdir(), 'ghost-file-'))
    const typed = { url: '' }
    try {
      const name = await receive(request, join(folder, 'file'), typed)
      await importFile(parts, { personId, path: join(folder, 'file'), name, url: typed.url })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const form = { fileUrl: typed.url, fileProblem: error.message }
      return await reply
        .code(error.status)
        .page('ghost/sites.njk', { load: () => ghostPage(app, form) })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
    return reply.redirect('/ghost', 303)
  })
}

/** Writes the file as it comes. @returns its name. @throws {ExportTooLarge} @throws {BadInput} */
async function receive(
  request: FastifyRequest,
  path: string,
  typed: { url: string },
): Promise<string> {
  if (!request.isMultipart()) throw new BadInput('Send the file as a form does.')
  let name = ''
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.fieldname === 'url') typed.url = String(part.value).slice(0, 500)
      continue
    }
    await pipeline(part.file, createWriteStream(path))
    if (part.file.truncated) throw new ExportTooLarge()
    if (part.filename) name = cleanName(part.filename)
  }
  if (!name) throw new BadInput('Choose the file that Ghost gave you first.')
  return name
}
