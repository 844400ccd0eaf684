import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { byteRange } from './byte-range.ts'
import { typeOfKey } from '@rose-ash/shared/services/media/file-types'
import { findMediaByFolder } from '@rose-ash/shared/services/media/find-by-folder'

const params = z.object({
  folder: z.string().regex(/^[0-9a-f]{40}$/),
  file: z.string().regex(/^[a-z0-9-]{1,40}\.[a-z0-9]{1,5}$/),
})

/** A file opened by itself runs nothing and loads nothing, whatever is in it. */
const alone =
  "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"

/** `/media/files/…`: the bytes. An address never gets other ones, so they may be kept for ever. */
export const mediaFileRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, mediaStorage } = app

  app.get(
    '/media/files/:folder/:file',
    { config: { access: 'public' }, schema: { params } },
    async (request, reply) => {
      const { folder, file } = request.params
      const key = `${folder}/${file}`
      const etag = `"${folder.slice(0, 12)}-${file}"`
      void reply.headers({
        'cache-control': 'public, max-age=31536000, immutable',
        etag,
        'accept-ranges': 'bytes',
        'content-security-policy': alone,
        'content-type': typeOfKey(key).contentType,
      })
      if (isKnown(request, etag)) return reply.code(304).send()
      if (typeOfKey(key).kind === 'file') {
        const name = (await findMediaByFolder(db, [folder])).get(folder)?.name
        void reply.header('content-disposition', disposition(name ?? file))
      }
      return send(request, reply, etag, key)
    },
  )

  async function send(request: FastifyRequest, reply: FastifyReply, etag: string, key: string) {
    const { headers, method } = request
    const onlyIf = headers['if-range']
    const wantsPart = headers.range !== undefined && (onlyIf === undefined || onlyIf === etag)
    if (method !== 'HEAD' && !wantsPart) {
      const found = await mediaStorage.read(key)
      if (!found) throw missing(reply)
      return reply.header('content-length', found.size).send(found.stream)
    }
    const size = await mediaStorage.sizeOf(key)
    if (size === undefined) throw missing(reply)
    const range = wantsPart && method !== 'HEAD' ? byteRange(headers.range, size) : undefined
    if (range === 'beyond') {
      return reply.code(416).header('content-range', `bytes */${size}`).send()
    }
    const { start, end } = range ?? { start: 0, end: size - 1 }
    void reply.header('content-length', end - start + 1)
    if (method === 'HEAD') return reply.send(Readable.from([]))
    const found = await mediaStorage.read(key, { start, end })
    if (!found) throw missing(reply)
    if (range) void reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`)
    return reply.send(found.stream)
  }
}

function isKnown({ headers }: FastifyRequest, etag: string): boolean {
  const known = headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''))
  return known?.includes(etag) === true || known?.includes('*') === true
}

/** What is not there now may come; nothing of what was said about the file holds. */
function missing(reply: FastifyReply): NotFound {
  for (const name of ['etag', 'accept-ranges', 'content-disposition', 'content-type']) {
    void reply.removeHeader(name)
  }
  return new NotFound('file')
}

/** A download by this name (RFC 6266), whatever letters it has. */
function disposition(name: string): string {
  const plain = name.replaceAll(/[^\w. -]/g, '_')
  const exact = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`
}
