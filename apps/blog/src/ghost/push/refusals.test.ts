import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { posts } from '@rose-ash/shared/db/models/blog'
import { ghostAdditions, ghostLinks, ghostTasks } from '@rose-ash/shared/db/models/blog-ghost'
import { slugHistory } from '@rose-ash/shared/db/models/blog-writing'
import { testDatabase } from '@rose-ash/shared/testing'
import { savedPost } from '../../editing/content.ts'
import { createPost } from '../../editing/save-post.ts'
import { failedTasks, retryTasks } from '../sync/waiting-tasks.ts'
import { documentOf, pushWorld } from '../testing/push-world.ts'
import { pushThing } from './push-thing.ts'

const { db } = await testDatabase()
const { here, site, setMode, push, poll, ghostRow, writes, linkOf, localOf, save, expectInStep } =
  pushWorld(db)

/** A post of ours that the Ghost does not have yet. */
async function aNewPost(title: string): Promise<string> {
  const editor = { personId: here.world.adminId, role: 'admin' as const }
  const { id } = await createPost(db, here.world.parts.services, { editor, type: 'post' })
  await save(id, { title, lexical: documentOf(title) }, 'published')
  return id
}

const dueNow = () => db.update(ghostTasks).set({ dueAt: new Date(0) })

describe('a post that the Ghost refuses', () => {
  it('keeps no other waiting, says why in words, and is tried again when asked', async () => {
    await setMode('push')
    const { localId } = await linkOf(here.rye)
    await save(localId, { title: 'Darker rye' })
    const other = await aNewPost('Spelt')
    here.world.ghost.faults.plan({ kind: 'status', status: 422 }, /^PUT/, 1)

    await push()

    const [waiting, ...more] = await failedTasks(db, here.world.siteId)
    expect(more).toEqual([])
    expect(waiting).toMatchObject({ postId: localId, title: 'Darker rye', task: 'push' })
    expect(waiting?.problem).toMatch(/^Your Ghost refused this change\. .* It says: “An unexpected/)
    expect(waiting?.dueAt.getTime()).toBeGreaterThan(Date.now() + 20_000)
    expect(await db.select().from(ghostLinks).where(eq(ghostLinks.localId, other))).toHaveLength(1)
    expect(ghostRow(here.rye).title).toBe('Rye')

    const { adminId: personId, siteId, parts } = here.world
    await push()
    expect(ghostRow(here.rye).title).toBe('Rye')
    await retryTasks(parts, { personId, siteId })
    await push()

    expect(ghostRow(here.rye).title).toBe('Darker rye')
    expect(await failedTasks(db, siteId)).toEqual([])
  })

  it('waits twice as long each time, an hour at most', async () => {
    await setMode('push')
    const { localId } = await linkOf(here.rye)
    await save(localId, { title: 'Darker rye' })
    here.world.ghost.faults.plan({ kind: 'status', status: 422 }, /^PUT/, 9)
    const waits: number[] = []

    for (let attempt = 1; attempt <= 9; attempt += 1) {
      await dueNow()
      await push()
      const [task] = await db.select().from(ghostTasks)
      waits.push(Math.round(((task?.dueAt.getTime() ?? 0) - Date.now()) / 10_000) * 10)
    }

    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600])
  })

  it('is not asked about again for each of them when the Ghost takes no key', async () => {
    await setMode('push')
    const { localId } = await linkOf(here.rye)
    await save(localId, { title: 'Darker rye' })
    await aNewPost('Spelt')
    here.world.ghost.faults.plan({ kind: 'status', status: 401 }, /./, 99)
    const before = here.world.ghost.requests.length

    await expect(push()).rejects.toMatchObject({ code: 'ghost_key_refused' })

    expect(here.world.ghost.requests.length).toBe(before + 1)
    expect(await db.select().from(ghostTasks)).toHaveLength(2)
  })
})

describe('a new post', () => {
  it('is made once when two send it at the same moment', async () => {
    await setMode('push')
    const id = await aNewPost('Spelt')
    const [one, two] = [await site(), await site()]

    const both = await Promise.allSettled([
      pushThing(here.world.parts, one, id),
      pushThing(here.world.parts, two, id),
    ])

    expect(here.world.ghost.state.rows.posts.size).toBe(2)
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
    expect(await pushThing(here.world.parts, one, id)).toBe('same')
    expect(await db.select().from(ghostAdditions)).toEqual([])
  })

  it('waits for a process that is making it, and not for one that died', async () => {
    await setMode('push')
    const id = await aNewPost('Spelt')
    const { siteId } = here.world
    const claim = '01a20000-0000-7000-8000-000000000000'
    await db.insert(ghostAdditions).values({ siteId, localId: id, claim })

    await push()
    expect(here.world.ghost.state.rows.posts.size).toBe(1)
    await db.update(ghostAdditions).set({ claimedAt: new Date(Date.now() - 181_000) })
    await dueNow()
    await push()

    expect(here.world.ghost.state.rows.posts.size).toBe(2)
    expect(await db.select().from(ghostAdditions)).toEqual([])
  })
})

describe('a slug that is taken at the other side', () => {
  it('is settled once: ours stays, theirs has a number, and nothing goes back and forth', async () => {
    await setMode('two-way')
    here.world.ghost.state.add('posts', { title: 'Other', slug: 'spelt' })
    const id = await aNewPost('Spelt')
    await push()
    const [link] = await db.select().from(ghostLinks).where(eq(ghostLinks.localId, id))
    const theirs = link?.ghostId ?? ''
    expect(ghostRow(theirs).slug).toBe('spelt-2')
    expect(link).toMatchObject({ localSlug: 'spelt', state: 'in-step' })
    const sent = writes().length

    here.world.ghost.edit('posts', theirs, { title: 'Spelt, again' })
    await poll()
    await save(id, { excerpt: 'Old grain' })
    await push()

    expect(writes().length).toBe(sent + 1)
    expect(ghostRow(theirs)).toMatchObject({ slug: 'spelt-2', custom_excerpt: 'Old grain' })
    expect(await savedPost(db, id)).toMatchObject({
      content: { slug: 'spelt', title: 'Spelt, again' },
    })
    await setMode('pull')
    here.world.ghost.edit('posts', theirs, { title: 'Spelt, a third time' })
    await poll()
    expect(await savedPost(db, id)).toMatchObject({
      content: { slug: 'spelt', title: 'Spelt, a third time' },
    })
    const gone = and(eq(slugHistory.postId, id), eq(slugHistory.slug, 'spelt'))
    expect(await db.select().from(slugHistory).where(gone)).toEqual([])
  })

  it('does not hide that a post was given another number', async () => {
    await setMode('two-way')
    const { localId } = await linkOf(here.rye)
    await save(localId, { slug: 'rye-41' })
    await push()
    await save(localId, { slug: 'rye-42' })
    await push()
    expect(ghostRow(here.rye).slug).toBe('rye-42')
    await expectInStep(here.rye)

    here.world.ghost.edit('posts', here.rye, { slug: 'rye-43' })
    await poll()

    expect((await localOf(here.rye)).content.slug).toBe('rye-43')
    await expectInStep(here.rye)
    expect(await db.select({ slug: posts.slug }).from(posts)).toContainEqual({ slug: 'rye-43' })
  })
})
