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
import { FormBody } from './typed-product.ts'

export interface ReceivedFile {
  path: string
  name: string
}

interface Received {
  body: FormBody
  files: ReceivedFile[]
}

/**
 * Reads a form, with or without files. Files lie in a temporary folder while `use` works with them.
 *
 * @throws {FileTooLarge} @throws {BadInput} for what no form of ours sends.
 */
export async function receiveForm<T>(
  request: FastifyRequest,
  use: (received: Received) => Promise<T>,
): Promise<T> {
  if (!request.isMultipart()) return use({ body: bodyOf(request.body ?? {}), files: [] })
  const folder = await mkdtemp(join(tmpdir(), 'product-'))
  try {
    const fields: Record<string, string | string[]> = {}
    const files: ReceivedFile[] = []
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        const before = fields[part.fieldname]
        const value = String(part.value)
        fields[part.fieldname] = before === undefined ? value : [before, value].flat()
        continue
      }
      const path = join(folder, String(files.length))
      await pipeline(part.file, createWriteStream(path))
      if (part.file.truncated) throw new FileTooLarge(cleanName(part.filename))
      // A form without a choice sends a file without a name.
      if (part.filename) files.push({ path, name: cleanName(part.filename) })
    }
    return await use({ body: bodyOf(fields), files })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function bodyOf(sent: unknown): FormBody {
  const { data } = FormBody.safeParse(sent)
  if (!data) throw new BadInput('Something in this form is too long to be kept. Shorten it.')
  return data
}
