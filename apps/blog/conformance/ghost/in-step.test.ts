import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { navItems, posts } from '@rose-ash/shared/db/models/blog'
import { ghostLinks, ghostMedia, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'
import { tags } from '@rose-ash/shared/db/models/blog-writing'
import { LexicalDocument } from '@rose-ash/shared/contracts/lexical'
import { testDatabase } from '@rose-ash/shared/testing'
import { createPost } from '../../src/editing/save-post.ts'
import { lostVersion } from '../../src/ghost/conflicts/waiting.ts'
import { keepStaffToken } from '../../src/ghost/staff/keep-staff-token.ts'
import { sendToStaff } from '../../src/ghost/staff/send-to-staff.ts'
import { aGhostDocument } from '../../src/ghost/testing/ghost-world.ts'
import { adminKey, askAdmin, realGhost, staffToken, url } from './real-ghost.ts'

it.runIf(url === '')('a real Ghost was not at hand: ROSE_ASH_GHOST_URL names none', () => {
  expect(url).toBe('')
})

describe.runIf(url)('a real Ghost', async () => {
  if (!url) return
  const { db } = await testDatabase()
  const there = await realGhost(db)
  const { run, ids, client, parts, adminId, siteId, site } = there
  const { read, edit, linkOf, localOf, save, push, poll, sweep, importAll } = there

  /** Nothing is left to do on either side. */
  async function expectInStep() {
    await push()
    const polled = await poll()
    const swept = await sweep()
    expect({ polled, swept }).toMatchObject({
      polled: { added: 0, changed: 0 },
      swept: { changed: 0, problems: [] },
    })
  }

  it('is taken over whole, and a second time changes nothing', async () => {
    expect((await importAll()).outcome).toBe('done')

    const rye = await localOf(ids.rye)
    const { slug, published_at } = await read(ids.rye)
    expect(rye.content).toMatchObject({ title: `rye ${run}`, slug })
    expect(rye.status).toBe('published')
    const [row] = await db.select().from(posts).where(eq(posts.slug, slug))
    expect(row?.publishedAt?.toISOString()).toBe(published_at)
    expect(row?.html).toContain('/media/files/')
    expect(row?.html).not.toContain(url)
    expect((await localOf(ids.spelt)).status).toBe('draft')
    expect((await localOf(ids.barley)).status).toBe('scheduled')
    expect((await db.select().from(ghostMedia)).length).toBeGreaterThan(0)
    expect((await db.select().from(navItems)).length).toBeGreaterThan(0)
    expect(
      await db
        .select()
        .from(tags)
        .where(eq(tags.name, `Bread ${run}`)),
    ).toHaveLength(1)
    expect((await db.select().from(subscriptions)).length).toBeGreaterThan(0)

    expect(await importAll()).toMatchObject({ outcome: 'done', added: 0, changed: 0 })
    await expectInStep()
  })

  it('is followed: an edit, a bulk edit and a deletion', async () => {
    await edit(ids.rye, { title: `Darker rye ${run}` })
    expect(await poll()).toMatchObject({ changed: 1, problems: [] })
    expect((await localOf(ids.rye)).content.title).toBe(`Darker rye ${run}`)

    const filter = encodeURIComponent(`id:'${ids.oats}'`)
    const bulk = await askAdmin(adminKey, `posts/bulk/?filter=${filter}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ bulk: { action: 'feature' } }),
    })
    expect(bulk.status).toBe(200)
    expect(await sweep()).toMatchObject({ changed: 1, problems: [] })
    expect((await localOf(ids.oats)).content.featured).toBe(true)

    const deletion = await askAdmin(adminKey, `posts/${ids.millet}/`, { method: 'DELETE' })
    expect(deletion.status).toBe(204)
    await sweep()
    expect((await linkOf(ids.millet)).state).toBe('gone-there')
    expect((await localOf(ids.millet)).content.title).toBe(`millet ${run}`)
    await expectInStep()
  })

  describe('in two-way mode', () => {
    beforeAll(async () => {
      await db.update(ghostSites).set({ mode: 'two-way' }).where(eq(ghostSites.id, siteId))
    })

    it('gets what is changed and made here, and is in step afterwards', async () => {
      const { localId } = await linkOf(ids.rye)
      await save(localId, { title: `Our rye ${run}`, excerpt: 'From the oven' })
      const made = await createPost(db, parts.services, {
        editor: { personId: adminId, role: 'admin' },
        type: 'post',
      })
      const lexical = LexicalDocument.parse(JSON.parse(aGhostDocument(`Buns ${run}`)))
      await save(made.id, { title: `Buns ${run}`, slug: `buns-${run}`, lexical }, 'published')

      await push()

      expect(await read(ids.rye)).toMatchObject({
        title: `Our rye ${run}`,
        custom_excerpt: 'From the oven',
      })
      const link = and(eq(ghostLinks.localId, made.id), eq(ghostLinks.siteId, siteId))
      const [added] = await db.select().from(ghostLinks).where(link)
      expect(await read(added?.ghostId)).toMatchObject({
        title: `Buns ${run}`,
        slug: `buns-${run}`,
        status: 'published',
      })
      await expectInStep()
    })

    it('keeps both sides where they changed different things', async () => {
      const { localId } = await linkOf(ids.oats)
      await edit(ids.oats, { custom_excerpt: 'Theirs' })
      await save(localId, { title: `Our oats ${run}` })

      await push()
      await poll()

      const both = { title: `Our oats ${run}`, custom_excerpt: 'Theirs' }
      expect(await read(ids.oats)).toMatchObject(both)
      expect((await localOf(ids.oats)).content).toMatchObject({
        title: both.title,
        excerpt: 'Theirs',
      })
      await expectInStep()
    })

    it('keeps both texts where both sides changed the text', async () => {
      const { localId } = await linkOf(ids.oats)
      await edit(ids.oats, { lexical: aGhostDocument('Their words') })
      const lexical = LexicalDocument.parse(JSON.parse(aGhostDocument('Our words')))
      await save(localId, { lexical })

      await push()
      await poll()

      expect((await linkOf(ids.oats)).state).toBe('conflict')
      expect(JSON.stringify((await localOf(ids.oats)).content.lexical)).toContain('Their words')
      expect(JSON.stringify(await lostVersion(db, localId))).toContain('Our words')
      expect((await read(ids.oats)).lexical).toContain('Their words')
    })

    it.runIf(staffToken)('gets the menu with a staff access token', async () => {
      await keepStaffToken(parts, { personId: adminId, siteId, staffToken })
      await db
        .insert(navItems)
        .values({ label: `Bread ${run}`, kind: 'path', app: 'blog', path: '/bread', position: 90 })

      await sendToStaff(parts, await site())

      const menu = String((await client.settings()).get('navigation'))
      expect(menu).toContain(`Bread ${run}`)
    })
  })
})
