import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBlog } from '@rose-ash/blog/app'
import { type Config, forEachApp } from '@rose-ash/shared/config'
import { roles } from '@rose-ash/shared/db/models/account'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import {
  aPerson,
  freePort,
  signedIn,
  testApp,
  testConfig,
  testDatabase,
} from '@rose-ash/shared/testing'
import { findChromium } from './find-chromium.ts'
import { expectAccessible, newVisit, openBrowser, type Visit } from './open-browser.ts'
import { aPng } from './png.ts'

const chromium = findChromium()
const { db, url } = await testDatabase()

describe.skipIf(!chromium)('an author in the media library', () => {
  let browser: Browser
  let origin = ''
  let folder = ''
  let cookie = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'media-e2e-'))
    const port = await freePort()
    const at = (name: string) => `http://${name}rose-ash.localhost:${port}`
    const base = at('')
    const origins = forEachApp((app) => at(`${app}.`))
    const media = { dir: join(folder, 'kept') }
    const config = testConfig('blog', { databaseUrl: url, base, origins, media })
    const app = await testApp((given) => withDoor(given, () => cookie), config)
    await app.listen({ host: '127.0.0.1', port })
    const person = await aPerson(db)
    await db.insert(roles).values({ personId: person.id, role: 'author' })
    ;({ cookie } = await signedIn(app, person))
    origin = origins.blog
    browser = await openBrowser(chromium ?? '')
    await writeFile(join(folder, 'leeks.png'), aPng(240, 180))
  })

  afterAll(async () => {
    await browser?.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function visit(options: Parameters<typeof newVisit>[1] = {}): Promise<Visit> {
    const made = await newVisit(browser, options)
    await made.page.goto(`${origin}/let-me-in`)
    return made
  }

  it.each([
    ['with scripts', true],
    ['with scripts switched off', false],
  ])(
    'adds a picture, describes it and deletes it, %s',
    async (_name, javaScriptEnabled) => {
      const { context, page, complaints } = await visit({ javaScriptEnabled })
      const check = javaScriptEnabled ? expectAccessible : async () => undefined
      await page.goto(`${origin}/media`)
      await page.getByText('No pictures yet').waitFor()
      await check(page)

      await page.getByLabel('Add pictures and files').setInputFiles(join(folder, 'leeks.png'))
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Add to the library' }).click()
      await page.getByRole('heading', { level: 1, name: 'leeks.png' }).waitFor()
      await check(page)
      await page.getByLabel('What is to be seen').fill('Three leeks tied with twine')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Saved.').waitFor()
      await page.goto(`${origin}/media?words=twine`)
      await page.getByAltText('Three leeks tied with twine').waitFor()
      await check(page)
      await page.getByRole('link', { name: 'leeks.png' }).click()
      await page.getByRole('link', { name: 'Delete' }).click()
      await page.getByRole('heading', { name: 'Delete this file?' }).waitFor()
      await check(page)
      await page.getByRole('button', { name: 'Delete it' }).click()
      await page.getByText('No pictures yet').waitFor()
      await context.close()

      expect(complaints).toEqual([])
      expect(await db.$count(mediaFiles)).toBe(0)
    },
    120_000,
  )

  it('drops several at once, and is told which one was not taken and why', async () => {
    const { context, page } = await visit()
    await page.goto(`${origin}/media`)

    await drop(page, [
      { name: 'leeks.png', bytes: aPng(60, 40) },
      { name: 'photo.jpg', bytes: Buffer.from('<!doctype html><p>no photo') },
    ])

    const rows = page.getByRole('list', { name: 'Files on their way' }).getByRole('listitem')
    await rows.filter({ hasText: 'photo.jpg' }).getByText('is not what its name says').waitFor()
    await rows.filter({ hasText: 'leeks.png' }).getByText('Here').waitFor()
    await expectAccessible(page)
    await context.close()
    expect(await db.$count(mediaFiles)).toBe(1)
  })
})

/** The blog with a page that signs in whoever opens it: only a server can set a `__Host-` cookie. */
async function withDoor(config: Config, cookie: () => string): Promise<FastifyInstance> {
  const app = await createBlog(config)
  app.get('/let-me-in', { config: { access: 'public' } }, (_request, reply) =>
    reply.header('set-cookie', `${cookie()}; Path=/; Secure; HttpOnly`).redirect('/media', 303),
  )
  return app
}

/** Lets go of files over the page, as a hand with a mouse would. */
async function drop(page: Page, files: { name: string; bytes: Buffer }[]): Promise<void> {
  const given = files.map(({ name, bytes }) => ({ name, bytes: [...bytes] }))
  const dataTransfer = await page.evaluateHandle(`(() => {
    const data = new DataTransfer()
    for (const { name, bytes } of ${JSON.stringify(given)})
      data.items.add(new File([Uint8Array.from(bytes)], name))
    return data
  })()`)
  await page.dispatchEvent('body', 'drop', { dataTransfer })
}
