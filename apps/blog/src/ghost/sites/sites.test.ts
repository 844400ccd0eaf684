import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type RunningGhost, startGhost } from '@rose-ash/ghost-double'
import { roles } from '@rose-ash/shared/db/models/account'
import { posts } from '@rose-ash/shared/db/models/blog'
import { ghostImports, ghostSites, ghostTasks } from '@rose-ash/shared/db/models/blog-ghost'
import { aPerson, signedIn, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../../app.ts'
import { ghostPartsOf } from '../ghost-parts.ts'
import { openSite } from './open-site.ts'

const { db, url: databaseUrl } = await testDatabase()
const ghost = await startGhost()
const closed = await startGhost()
const outgoingPrivate = [ghost.url]
const app = await testApp(createBlog, testConfig('blog', { databaseUrl, outgoingPrivate }))
const admin = await aPerson(db)
const member = await aPerson(db)
await db.insert(roles).values({ personId: admin.id, role: 'admin' })
const asAdmin = await signedIn(app, admin)
const asMember = await signedIn(app, member)

const post = (url: string, payload: Record<string, string> = {}, headers = asAdmin) =>
  app.inject({
    method: 'POST',
    url,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(payload).toString(),
  })

const connect = (to: RunningGhost, adminKey = to.adminKey) =>
  post('/ghost', { url: `${to.url}/ghost/#/settings`, adminKey })

describe('connecting a Ghost', () => {
  it('shows what is wrong next to the form, and keeps nothing', async () => {
    const noKey = await connect(ghost, 'abc')
    const wrongKey = await connect(ghost, `${ghost.adminKey.slice(0, 24)}:${'0'.repeat(64)}`)
    const refused = await connect(closed)

    expect([noKey.statusCode, noKey.body.includes('This is not an Admin API key.')]).toEqual([
      400,
      true,
    ])
    expect([wrongKey.statusCode, wrongKey.body.includes('does not accept the key')]).toEqual([
      400,
      true,
    ])
    expect([
      refused.statusCode,
      refused.body.includes('does not lead to a public website'),
    ]).toEqual([400, true])
    expect(await db.select().from(ghostSites)).toEqual([])
    expect(closed.requests).toEqual([])
  })

  it('keeps its key sealed, asks to be told, and connects it once', async () => {
    expect((await connect(ghost)).statusCode).toBe(303)
    expect((await connect(ghost)).statusCode).toBe(409)

    const [site, ...more] = await db.select().from(ghostSites)
    expect(more).toEqual([])
    expect(site).toMatchObject({ url: ghost.url, title: 'The Anchor Blog', mode: 'pull' })
    expect(site?.adminKey?.toString()).not.toContain(ghost.adminKey.slice(25, 40))
    expect(ghost.hooks.subscriptions.size).toBe(13)
    const page = await app.inject({ url: '/ghost', headers: asAdmin })
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('The Anchor Blog')
    expect(page.body).not.toContain(ghost.adminKey.slice(25, 40))
  })

  it('imports in the background, and shows how far it is', async () => {
    ghost.state.add('posts', {
      title: 'Rye',
      status: 'published',
      published_at: '2026-01-02T03:04:05.000Z',
    })
    const [site] = await db.select().from(ghostSites)

    expect((await post(`/ghost/${site?.id}/imports`)).statusCode).toBe(303)

    await expect
      .poll(async () => (await db.select().from(ghostImports))[0]?.state, { timeout: 60_000 })
      .toBe('done')
    expect((await db.select().from(posts)).map(({ slug }) => slug)).toEqual(['rye'])
    const page = await app.inject({ url: '/ghost', headers: asAdmin })
    expect(page.body).toContain('Everything was taken')
    expect(page.body).toContain('1 post or page in step')
  })

  it('sends changes there only when that is confirmed', async () => {
    const [site] = await db.select().from(ghostSites)
    const to = `/ghost/${site?.id}/mode`
    const mode = async () => (await db.select().from(ghostSites))[0]?.mode

    expect((await post(to, { mode: 'two-way' })).statusCode).toBe(400)
    expect(await mode()).toBe('pull')
    expect((await post(to, { mode: 'two-way', confirmed: 'on' }, asMember)).statusCode).toBe(403)
    expect(await mode()).toBe('pull')
    expect((await post(to, { mode: 'two-way', confirmed: 'on' })).statusCode).toBe(303)
    expect(await mode()).toBe('two-way')
    const page = await app.inject({ url: '/ghost', headers: asAdmin })
    expect(page.body).toContain('Which way changes go: both ways')
    expect((await post(to, { mode: 'pull' })).statusCode).toBe(303)
    expect(await mode()).toBe('pull')
  })

  it('takes a signed nudge and refuses any other', async () => {
    const [site] = await db.select().from(ghostSites)
    const { webhookSecret } = await openSite(ghostPartsOf(app), site?.id ?? '')
    const payload = '{"event":"site.changed"}'
    const at = Date.now()
    const mac = createHmac('sha256', webhookSecret)
      .update(payload + at)
      .digest('hex')
    const send = (signature: string) =>
      app.inject({
        method: 'POST',
        url: `/ghost/hooks/${site?.id}`,
        headers: { 'content-type': 'application/json', 'x-ghost-signature': signature },
        payload,
      })

    expect((await send(`sha256=${'0'.repeat(64)}, t=${at}`)).statusCode).toBe(401)
    expect(await db.select().from(ghostTasks)).toEqual([])
    expect((await send(`sha256=${mac}, t=${at}`)).statusCode).toBe(202)
    expect(await db.select().from(ghostTasks)).toMatchObject([{ task: 'sweep', siteId: site?.id }])
  })

  it('is for administrators alone', async () => {
    const [site] = await db.select().from(ghostSites)
    const page = await app.inject({ url: '/ghost', headers: asMember })
    const tries = [
      '/ghost',
      `/ghost/${site?.id}/imports`,
      `/ghost/${site?.id}/import-stops`,
      `/ghost/${site?.id}/disconnection`,
    ]

    expect(page.statusCode).toBe(403)
    for (const url of tries) {
      const form = { url: ghost.url, adminKey: ghost.adminKey }
      expect((await post(url, form, asMember)).statusCode).toBe(403)
    }
    expect(await db.select().from(ghostSites)).toEqual([site])
  })

  it('forgets a Ghost and keeps what came from it', async () => {
    const [site] = await db.select().from(ghostSites)

    expect((await post(`/ghost/${site?.id}/disconnection`)).statusCode).toBe(303)

    expect(await db.select().from(ghostSites)).toEqual([])
    expect(await db.select().from(posts)).toHaveLength(1)
    await ghost.stop()
    await closed.stop()
  })
})
