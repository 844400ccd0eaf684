import { join } from 'node:path'
import type { FastifyInstance, LightMyRequestResponse as Answer } from 'fastify'
import type { Role } from '@rose-ash/shared/contracts/account'
import type { Db } from '@rose-ash/shared/db'
import { roles } from '@rose-ash/shared/db/models/account'
import { aPerson, signedIn, testApp, testConfig } from '@rose-ash/shared/testing'
import { createBlog } from '../../app.ts'
import type { MediaFile } from '../queries.ts'
import { storeMedia } from '@rose-ash/shared/services/media/store-media'
import { aPhoto, fileWith, temporaryFolder } from './pictures.ts'

const page = { accept: 'text/html' }

/** A person, and the headers they are known by. */
export interface Somebody {
  id: string
  headers: { cookie: string }
}

type Form = ReturnType<typeof aForm>

export interface Library {
  app: FastifyInstance
  /** For files on their way. */
  folder: string
  /** Somebody new, with these roles. */
  somebody(...wanted: Role[]): Promise<Somebody>
  aFileOf(owner: Somebody): Promise<MediaFile>
  /** Sends an upload; undefined is a stranger. */
  send(who: Somebody | undefined, form: Form, accept?: string): Promise<Answer>
  look(who: Somebody, path: string): Promise<Answer>
  post(who: Somebody, path: string, fields?: Record<string, string>): Promise<Answer>
}

/** A picture of a few hundred bytes, unlike every other. */
export const aSmallPicture = (): Promise<Buffer> =>
  aPhoto({ width: 60, height: 40 }).png().toBuffer()

/** The blog with an empty media library in a folder of its own. */
export async function openLibrary(db: Db, databaseUrl: string): Promise<Library> {
  const folder = await temporaryFolder()
  const media = { dir: join(folder, 'kept') }
  const app = await testApp(createBlog, testConfig('blog', { databaseUrl, media }))
  return {
    app,
    folder,
    async somebody(...wanted) {
      const person = await aPerson(db)
      for (const role of wanted) await db.insert(roles).values({ personId: person.id, role })
      return { id: person.id, headers: await signedIn(app, person) }
    },
    async aFileOf(owner) {
      const path = await fileWith(folder, await aSmallPicture())
      return storeMedia(db, app.mediaStorage, { path, name: 'leeks.png', personId: owner.id })
    },
    send: (who, form, accept = 'application/json') =>
      app.inject({
        method: 'POST',
        url: '/media',
        payload: form.payload,
        headers: { ...who?.headers, ...form.headers, accept },
      }),
    look: (who, path) => app.inject({ url: path, headers: { ...who.headers, ...page } }),
    post: (who, path, fields = {}) =>
      app.inject({
        method: 'POST',
        url: path,
        payload: new URLSearchParams(fields).toString(),
        headers: { ...who.headers, ...page, 'content-type': 'application/x-www-form-urlencoded' },
      }),
  }
}

interface Sent {
  content: Buffer | string
  name: string
  type?: string
}

/** A form with these files, as a browser sends it. */
export function aForm(files: Sent[], fields: Record<string, string> = {}) {
  const boundary = '----rose-ash-test'
  const parts = [
    ...Object.entries(fields).map(([name, value]) =>
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      ),
    ),
    ...files.map(({ content, name, type = 'application/octet-stream' }) =>
      Buffer.concat([
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n` +
            `content-type: ${type}\r\n\r\n`,
        ),
        Buffer.from(content),
        Buffer.from('\r\n'),
      ]),
    ),
  ]
  return {
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}
