import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import type {} from '@fastify/multipart'
import { BadInput } from '@rose-ash/shared/errors'
import { cleanName } from '@rose-ash/shared/services/media/clean-name'
import { FileTooLarge } from '@rose-ash/shared/services/media/errors'

export interface Received {
  path: string
  name: string
}

export interface Upload {
  files: Received[]
  alt: string
  caption: string
}

/**
 * Writes what a form sends to a temporary folder, as it comes, lets `use` work with it, and removes
 * it again.
 *
 * @throws {FileTooLarge} @throws {BadInput} when it is no such form, or has no file.
 */
export async function receiveFiles<T>(
  request: FastifyRequest,
  use: (upload: Upload) => Promise<T>,
): Promise<T> {
  if (!request.isMultipart()) throw new BadInput('Send the file as a form does.')
  const folder = await mkdtemp(join(tmpdir(), 'upload-'))
  try {
    const upload = await receive(request, folder)
    if (upload.files.length === 0) throw new BadInput('Choose a file first.')
    return await use(upload)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function receive(request: FastifyRequest, folder: string): Promise<Upload> {
  const upload: Upload = { files: [], alt: '', caption: '' }
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      const isWords = part.fieldname === 'alt' || part.fieldname === 'caption'
      if (isWords) upload[part.fieldname as 'alt' | 'caption'] = String(part.value).slice(0, 2_000)
      continue
    }
    const path = join(folder, String(upload.files.length))
    await pipeline(part.file, createWriteStream(path))
    const name = cleanName(part.filename)
    if (part.file.truncated) throw new FileTooLarge(name)
    // A form without a choice sends a file without a name.
    if (part.filename) upload.files.push({ path, name })
  }
  return upload
}
