import { createHmac } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { authors, navItems, posts } from '@rose-ash/shared/db/models/blog'
import { ghostLinks, ghostSites, ghostTasks } from '@rose-ash/shared/db/models/blog-ghost'
import { newsletters } from '@rose-ash/shared/db/models/blog-newsletters'
import { postTags, revisions, slugHistory, tags } from '@rose-ash/shared/db/models/blog-writing'
import { testDatabase } from '@rose-ash/shared/testing'
import { findMovedTag } from '../../tags/tag-history.ts'
import { startImport } from '../import/control-import.ts'
import { runImport } from '../import/run-import.ts'
import { openSite } from '../sites/open-site.ts'
import { forEachSite } from '../tasks.ts'
import { aGhostDocument, type GhostWorld, ghostWorld } from '../testing/ghost-world.ts'
import { pollSite } from './poll-site.ts'
import { runTasks } from './run-tasks.ts'
import { sweepSite } from './sweep-site.ts'
import { takeNudge } from './take-nudge.ts'

const { db } = await testDatabase()
let world: GhostWorld
let rye: string
let wheat: string

beforeEach(async () => {
  for (const table of [posts, ghostSites, tags, authors, newsletters, navItems])
    await db.delete(table)
  world = await ghostWorld(db)
  const { ghost, parts, adminId: personId, siteId } = world
  const words = {
    status: 'published',
    published_at: '2026-01-02T03:04:05.000Z',
    lexical: aGhostDocument('Rye'),
  }
  rye = ghost.state.add('posts', { title: 'Rye', ...words }).id
  wheat = ghost.state.add('posts', { title: 'Wheat', ...words }).id
  await runImport(parts, await startImport(parts, { personId, siteId }))
})

const site = () => openSite(world.parts, world.siteId)
const poll = async () => pollSite(world.parts, await site())
const sweep = async () => sweepSite(world.parts, await site())

async function postOf(ghostId: string) {
  const [row] = await db
    .select({ post: posts, state: ghostLinks.state })
    .from(ghostLinks)
    .innerJoin(posts, eq(posts.id, ghostLinks.localId))
    .where(eq(ghostLinks.ghostId, ghostId))
  return row
}

describe('the poll', () => {
  it('takes what was added and changed, and nothing twice', async () => {
    world.ghost.edit('posts', rye, { title: 'Darker rye', slug: 'darker-rye' })
    const oats = world.ghost.add('posts', { title: 'Oats', lexical: aGhostDocument('Oats') })

    const first = await poll()
    const versions = (await db.select().from(revisions)).length
    const again = await poll()

    expect(first).toMatchObject({ added: 1, changed: 1, problems: [] })
    expect(again).toMatchObject({ added: 0, changed: 0 })
    expect((await db.select().from(revisions)).length).toBe(versions)
    expect((await postOf(rye))?.post).toMatchObject({
      title: 'Darker rye',
      slug: 'darker-rye',
      version: 2,
    })
    expect((await postOf(oats.id))?.post).toMatchObject({ title: 'Oats', status: 'draft' })
    expect(await db.select({ slug: slugHistory.slug }).from(slugHistory)).toEqual([{ slug: 'rye' }])
    expect(world.purged).toContain(`post:${(await postOf(rye))?.post.id}`)
  })

  it('misses nothing that changes while it looks', async () => {
    const { ghost, parts } = world
    const about = ghost.state.add('pages', { title: 'About' })
    ghost.edit('posts', rye, { title: 'Darker rye' })
    let isFirst = true
    const purge = async () => {
      if (!isFirst) return
      isFirst = false
      ghost.edit('posts', rye, { title: 'Darkest rye' })
      await new Promise((resolve) => setTimeout(resolve, 4_000))
      ghost.edit('pages', about.id, { title: 'About us' })
    }

    await pollSite({ ...parts, purge }, await site())
    expect((await postOf(rye))?.post.title).toBe('Darker rye')
    expect((await postOf(about.id))?.post.title).toBe('About us')

    await poll()
    expect((await postOf(rye))?.post.title).toBe('Darkest rye')
  })

  it('takes a tag that a post got since', async () => {
    world.ghost.edit('posts', rye, { tags: [{ name: 'New' }] })

    await poll()

    const found = await db
      .select({ slug: tags.slug })
      .from(postTags)
      .innerJoin(tags, eq(tags.id, postTags.tagId))
    expect(found).toEqual([{ slug: 'new' }])
  })

  it('takes the new address of a tag, to which the old one leads, unless another has it', async () => {
    const { ghost, parts } = world
    const tag = ghost.add('tags', { name: 'Bread', slug: 'bread' })
    await poll()
    await db.insert(tags).values({ slug: 'ours', name: 'Ours' })
    const [before] = await db.select().from(tags).where(eq(tags.slug, 'bread'))

    ghost.edit('tags', tag.id, { slug: 'loaves' })
    await poll()

    expect((await db.select().from(tags).where(eq(tags.slug, 'loaves')))[0]?.id).toBe(before?.id)
    expect(await findMovedTag(parts.db, 'bread')).toEqual({ slug: 'loaves' })
    expect(world.purged).toContain('tags')
    ghost.edit('tags', tag.id, { slug: 'ours' })
    await poll()
    const slugs = (await db.select({ slug: tags.slug }).from(tags)).map(({ slug }) => slug)
    expect(slugs.toSorted()).toEqual(['loaves', 'ours'])
    expect(await findMovedTag(parts.db, 'bread')).toEqual({ slug: 'loaves' })
  })

  it('leaves everything as it is when the Ghost answers nonsense, and says so on its page', async () => {
    world.ghost.edit('posts', rye, { title: 'Darker rye' })
    world.ghost.faults.plan({ kind: 'wrong-type' }, /./, 50)

    await forEachSite(world.parts, async (one) => (await pollSite(world.parts, one)).problems)

    expect((await postOf(rye))?.post.title).toBe('Rye')
    expect((await db.select().from(ghostSites))[0]?.trouble).toContain('not a Ghost 6')
    world.ghost.faults.clear()
    await forEachSite(world.parts, async (one) => (await pollSite(world.parts, one)).problems)
    expect((await postOf(rye))?.post.title).toBe('Darker rye')
    expect((await db.select().from(ghostSites))[0]?.trouble).toBeNull()
  })
})

describe('the sweep', () => {
  it('finds bulk edits that leave the times alone', async () => {
    // As if it had been long ago: their times are older than what is looked at.
    const pulledUntil = new Date(Date.now() + 3_600_000)
    await db.update(ghostSites).set({ pulledUntil })
    world.ghost.bulk('feature', [rye])
    world.ghost.bulk('unpublish', [wheat])
    expect(await poll()).toMatchObject({ added: 0, changed: 0, same: 0 })

    const swept = await sweep()

    expect(swept).toEqual({ changed: 2, gone: 0, problems: [] })
    expect((await postOf(rye))?.post.featured).toBe(true)
    expect((await postOf(wheat))?.post.status).toBe('draft')
    expect(await sweep()).toMatchObject({ changed: 0, gone: 0 })
  })

  it('takes what was deleted there from readers, and deletes nothing', async () => {
    world.ghost.delete('posts', rye)

    expect(await sweep()).toMatchObject({ gone: 1 })

    expect(await postOf(rye)).toMatchObject({
      state: 'gone-there',
      post: { status: 'unpublished' },
    })
    expect((await postOf(wheat))?.post.status).toBe('published')
    expect(await sweep()).toMatchObject({ gone: 0 })
  })

  it('takes nothing from readers because a list was short or something in between said 404', async () => {
    world.ghost.delete('posts', rye)
    world.ghost.faults.plan({ kind: 'status', status: 500 }, /posts\/[0-9a-f]{24}/, 2)

    await expect(sweep()).rejects.toMatchObject({ code: 'ghost_failed' })

    expect(await postOf(rye)).toMatchObject({ state: 'in-step', post: { status: 'published' } })
  })
})

describe('a webhook', () => {
  const signed = async (body: object, { at = Date.now(), secret = '' } = {}) => {
    const raw = Buffer.from(JSON.stringify(body))
    const key = secret || (await site()).webhookSecret
    const mac = createHmac('sha256', key).update(`${raw.toString()}${at}`).digest('hex')
    return { siteId: world.siteId, raw, signature: `sha256=${mac}, t=${at}` }
  }
  const edited = () => ({
    event: 'post.edited',
    post: { current: { id: rye, title: 'A lie' }, previous: {} },
  })

  it('makes us look, however often it comes, and is never believed', async () => {
    world.ghost.edit('posts', rye, { title: 'Darker rye' })

    for (let n = 0; n < 3; n += 1) await takeNudge(world.parts, await signed(edited()))

    expect(await db.select().from(ghostTasks)).toHaveLength(1)
    await runTasks(world.parts, await site())
    expect((await postOf(rye))?.post).toMatchObject({ title: 'Darker rye', version: 2 })
    expect(await db.select().from(ghostTasks)).toEqual([])
  })

  it('of a deletion takes the post from readers once the Ghost has said so itself', async () => {
    const body = { event: 'post.deleted', post: { current: {}, previous: { id: rye } } }
    await takeNudge(world.parts, await signed(body))
    await runTasks(world.parts, await site())
    expect((await postOf(rye))?.post.status).toBe('published')

    world.ghost.delete('posts', rye)
    await takeNudge(world.parts, await signed(body))
    await runTasks(world.parts, await site())
    expect((await postOf(rye))?.post.status).toBe('unpublished')
  })

  it.each([
    ['with another secret', { secret: 'guessed' }],
    ['from six minutes ago', { at: Date.now() - 360_000 }],
    ['from the future', { at: Date.now() + 360_000 }],
  ])('%s is refused', async (_what, how) => {
    const nudge = await signed(edited(), how)

    await expect(takeNudge(world.parts, nudge)).rejects.toMatchObject({ status: 401 })
    expect(await db.select().from(ghostTasks)).toEqual([])
  })

  it('with a changed body, without a signature, or for nobody is refused', async () => {
    const nudge = await signed(edited())
    const changed = { ...nudge, raw: Buffer.from(`${nudge.raw.toString()} `) }
    const nobody = { ...nudge, siteId: '01a20000-0000-7000-8000-000000000000' }

    for (const one of [changed, { ...nudge, signature: undefined }, nobody]) {
      await expect(takeNudge(world.parts, one)).rejects.toMatchObject({ status: 401 })
    }
    expect(await db.select().from(ghostTasks)).toEqual([])
  })

  it('waits longer when the Ghost fails, and is done later', async () => {
    await takeNudge(world.parts, await signed(edited()))
    world.ghost.faults.plan({ kind: 'status', status: 500 }, /posts/, 2)

    await runTasks(world.parts, await site())

    const [task] = await db.select().from(ghostTasks)
    expect(task).toMatchObject({ attempts: 1, subject: rye })
    expect(task?.dueAt.getTime()).toBeGreaterThan(Date.now() + 20_000)
  })
})
