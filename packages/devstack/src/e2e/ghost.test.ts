import type { FastifyInstance } from 'fastify'
import { eq } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBlog } from '@rose-ash/blog/app'
import { type RunningGhost, startGhost } from '@rose-ash/ghost-double'
import { type Config, forEachApp } from '@rose-ash/shared/config'
import { roles } from '@rose-ash/shared/db/models/account'
import { posts } from '@rose-ash/shared/db/models/blog'
import { ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import {
  aPerson,
  freePort,
  signedIn,
  testApp,
  testConfig,
  testDatabase,
} from '@rose-ash/shared/testing'
import { findChromium } from './find-chromium.ts'
import { openUntil } from './journey.ts'
import { expectAccessible, newVisit, openBrowser } from './open-browser.ts'

const chromium = findChromium()
const { db, url } = await testDatabase()

describe.skipIf(!chromium)('an administrator with a Ghost', () => {
  let browser: Browser
  let ghost: RunningGhost
  let app: FastifyInstance
  let page: Page
  let complaints: string[]
  let origin = ''
  let cookie = ''
  let rye = ''

  beforeAll(async () => {
    ghost = await startGhost()
    rye = aPost('Rye')
    for (let number = 1; number <= 25; number += 1) aPost(`Loaf ${number}`)
    const port = await freePort()
    const at = (name: string) => `http://${name}rose-ash.localhost:${port}`
    const origins = forEachApp((name) => at(`${name}.`))
    const outgoingPrivate = [ghost.url]
    const config = testConfig('blog', { databaseUrl: url, base: at(''), origins, outgoingPrivate })
    app = await testApp((given) => withDoor(given, () => cookie), config)
    await app.listen({ host: '127.0.0.1', port })
    const person = await aPerson(db)
    await db.insert(roles).values({ personId: person.id, role: 'admin' })
    ;({ cookie } = await signedIn(app, person))
    origin = origins.blog
    browser = await openBrowser(chromium ?? '')
    ;({ page, complaints } = await newVisit(browser, { viewport: { width: 390, height: 844 } }))
    await page.goto(`${origin}/let-me-in`)
  })

  afterAll(async () => {
    await browser?.close()
    await ghost?.stop()
  })

  function aPost(title: string): string {
    const status = 'published'
    const at = '2026-01-02T03:04:05.000Z'
    return ghost.state.add('posts', { title, status, published_at: at, lexical: words(title) }).id
  }

  const expectNarrow = async () =>
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)

  it('connects it, watches everything come, and sees what changes there', async () => {
    await page.goto(`${origin}/ghost`)
    await expectAccessible(page)
    await expectNarrow()
    await page.getByLabel('Address of your Ghost').fill(`${ghost.url}/ghost/`)
    await page.getByLabel('Admin API key').fill(ghost.adminKey)
    await page.getByRole('button', { name: 'Connect' }).click()
    await page.getByRole('heading', { name: 'The Anchor Blog' }).waitFor()
    await expectAccessible(page)

    await page.getByRole('button', { name: 'Import now' }).click()
    await page.getByText('Taking everything over').waitFor()
    await expectAccessible(page)
    // Without loading the page again.
    await page.getByText('Everything was taken').waitFor()
    const row = page.getByRole('row', { name: /^Posts/ })
    expect(await row.getByRole('cell').textContent()).toBe('26 of 26')
    await expectAccessible(page)
    await expectNarrow()

    ghost.edit('posts', rye, { title: 'Rye with caraway' })
    await nudge()
    await openUntil(`${origin}/rye`, [
      page.getByRole('heading', { level: 1, name: 'Rye with caraway' }),
    ])
    expect(complaints).toEqual([])
  })

  it('keeps a staff access token for the menu, is told of a wrong one, and forgets it', async () => {
    await page.goto(`${origin}/ghost`)
    await page.getByText(/^Menu and redirects/).click()
    await page.getByLabel('Staff access token').fill(ghost.adminKey)
    await page.getByRole('button', { name: 'Keep the token' }).click()
    await page.getByText('not the staff access token of an administrator').waitFor()
    await expectAccessible(page)
    await expectNarrow()
    await page.getByLabel('Staff access token').fill(ghost.staffToken)
    await page.getByRole('button', { name: 'Keep the token' }).click()
    await page.getByText('in step, with a staff access token').click()
    await page.getByRole('button', { name: 'Forget the token' }).click()
    await page.getByText('need a staff access token').waitFor()

    const [site] = await db.select({ token: ghostSites.staffToken }).from(ghostSites)
    expect(site).toEqual({ token: null })
  })

  it('sees both versions when both sides changed one, and chooses', async () => {
    await page.goto(`${origin}/ghost`)
    await page.getByText(/^Which way changes go/).click()
    await page.getByLabel(/^Both ways/).check()
    await page.getByLabel(/^I understand/).check()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Change this' }).click()
    await page.getByText('Which way changes go: both ways').waitFor()
    const [post] = await db.select().from(posts).where(eq(posts.slug, 'rye'))
    Object.assign(ghost.state.rows.posts.get(rye) ?? {}, { title: 'Their rye' })
    await saveHere(post?.id ?? '', post?.version ?? 0, 'Our rye')

    const conflict = `${origin}/posts/${post?.id}/ghost-conflict`
    await openUntil(conflict, [page.getByRole('heading', { name: /^Two versions of/ })])
    await page.getByText('Our rye').first().waitFor()
    await page.getByText('Their rye').first().waitFor()
    await expectAccessible(page)
    await expectNarrow()
    await page.getByRole('button', { name: 'Keep ours' }).click()
    await page.waitForURL(/\/edit$/)

    await expect
      .poll(() => ghost.state.rows.posts.get(rye)?.title, { timeout: 120_000 })
      .toBe('Our rye')
    const [kept] = await db.select().from(posts).where(eq(posts.slug, 'rye'))
    expect(kept?.title).toBe('Our rye')
  })

  it('imports a file, and is told what is wrong with one that is none', async () => {
    await page.goto(`${origin}/ghost`)
    const choose = async (text: string) => {
      const file = { name: 'export.json', mimeType: 'application/json', buffer: Buffer.from(text) }
      await page.getByLabel('Export file').setInputFiles(file)
      await page.getByRole('button', { name: 'Import the file' }).click()
    }
    await choose('<html>')
    await page.getByText('This file is not JSON.').waitFor()
    await expectAccessible(page)
    const post = { id: '6b02a57cf43e4805638e0001', title: 'From a file', slug: 'from-a-file' }
    const shown = { ...post, lexical: words('Words'), status: 'published', visibility: 'public' }
    const dated = { ...shown, type: 'post', published_at: '2026-01-02T03:04:05.000Z' }
    await choose(
      JSON.stringify({ db: [{ meta: { version: '6.65.0' }, data: { posts: [dated] } }] }),
    )
    await page.getByRole('heading', { name: 'export.json' }).waitFor()
    await openUntil(`${origin}/from-a-file`, [
      page.getByRole('heading', { level: 1, name: 'From a file' }),
    ])
    await page.goto(`${origin}/ghost`)
    await expectAccessible(page)
    await expectNarrow()

    expect(await db.$count(ghostSites)).toBe(2)
  })

  /** What the Ghost tells of its last change; a machine without our names cannot deliver it itself. */
  async function nudge(): Promise<void> {
    await ghost.hooks.idle()
    const told = ghost.hooks.deliveries.findLast(({ event }) => event === 'post.edited')
    if (!told) throw new Error('the Ghost told nothing')
    const { url: address, body: payload, headers } = told
    const path = new URL(address).pathname
    const answer = await app.inject({ method: 'POST', url: path, headers, payload })
    expect(answer.statusCode).toBe(202)
  }

  async function saveHere(id: string, baseVersion: number, title: string): Promise<void> {
    const answer = await app.inject({
      method: 'POST',
      url: `/posts/${id}`,
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        baseVersion: String(baseVersion),
        title,
        slug: 'rye',
      }).toString(),
    })
    expect(answer.statusCode).toBe(303)
  }
})

function words(text: string): string {
  const base = { version: 1, direction: 'ltr', format: '', indent: 0 }
  const letters = { detail: 0, format: 0, mode: 'normal', style: '' }
  const inner = [{ type: 'extended-text', version: 1, ...letters, text }]
  const children = [{ type: 'paragraph', ...base, children: inner }]
  return JSON.stringify({ root: { type: 'root', ...base, children } })
}

/** The blog with a page that signs in whoever opens it: only a server can set a `__Host-` cookie. */
async function withDoor(config: Config, cookie: () => string): Promise<FastifyInstance> {
  const app = await createBlog(config)
  app.get('/let-me-in', { config: { access: 'public' } }, (_request, reply) =>
    reply.header('set-cookie', `${cookie()}; Path=/; Secure; HttpOnly`).redirect('/ghost', 303),
  )
  return app
}
