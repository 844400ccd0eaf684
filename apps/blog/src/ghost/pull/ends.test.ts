import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { ghostLinks } from '@rose-ash/shared/db/models/blog-ghost'
import { tags } from '@rose-ash/shared/db/models/blog-writing'
import { testDatabase } from '@rose-ash/shared/testing'
import { tagIdsOf } from '../../editing/tags.ts'
import { deleteTopic, mergeTopics } from '../../tags/change-topic.ts'
import { sweepSite } from '../sync/sweep-site.ts'
import { pushWorld } from '../testing/push-world.ts'

const { db } = await testDatabase()
const { here, site, setMode, push, poll, ghostRow, linkOf, localOf, save } = pushWorld(db)

const sweep = async () => sweepSite(here.world.parts, await site())
const editor = () => ({ personId: here.world.adminId, role: 'admin' as const })

/** The post about rye has two tags there, and so the two topics here. */
async function withTags() {
  const { ghost } = here.world
  const bread = ghost.state.add('tags', { name: 'Bread', slug: 'bread' }).id
  const loaves = ghost.state.add('tags', { name: 'Loaves', slug: 'loaves' }).id
  ghost.edit('posts', here.rye, { tags: [{ id: loaves }, { id: bread }] })
  await sweep()
  const [breadId, loavesId] = [(await linkOf(bread)).localId, (await linkOf(loaves)).localId]
  expect((await localOf(here.rye)).content.tagIds).toEqual([loavesId, breadId])
  return { bread, loaves, breadId, loavesId }
}

const topicNames = async () => (await db.select().from(tags)).map(({ name }) => name).toSorted()

describe.each(['pull', 'two-way'] as const)('a topic that ended here (%s)', (mode) => {
  it('stays merged, whatever the Ghost does with its tag, and the Ghost keeps both', async () => {
    await setMode(mode)
    const { bread, loaves, breadId, loavesId } = await withTags()
    await mergeTopics(db, editor(), { id: loavesId, into: breadId })

    here.world.ghost.edit('tags', loaves, { description: 'Changed there' })
    here.world.ghost.edit('posts', here.rye, { title: 'Rye, once more' })
    await poll()
    await sweep()

    expect(await topicNames()).toEqual(['Bread'])
    expect((await localOf(here.rye)).content).toMatchObject({
      title: 'Rye, once more',
      tagIds: [breadId],
    })
    expect(ghostRow(here.rye).tag_ids).toEqual([loaves, bread])
    expect(here.world.ghost.state.rows.tags.has(loaves)).toBe(true)
    const news = here.world.ghost.add('posts', { title: 'New', tags: [{ id: loaves }] })
    await poll()
    expect((await localOf(news.id)).content.tagIds).toEqual([breadId])
  })

  it('stays deleted, and the Ghost keeps its tag', async () => {
    await setMode(mode)
    const { bread, loaves, breadId, loavesId } = await withTags()
    await deleteTopic(db, editor(), loavesId)

    here.world.ghost.edit('tags', loaves, { description: 'Changed there' })
    here.world.ghost.edit('posts', here.rye, { title: 'Rye, once more' })
    await poll()
    await sweep()

    expect(await topicNames()).toEqual(['Bread'])
    expect((await localOf(here.rye)).content.tagIds).toEqual([breadId])
    expect(ghostRow(here.rye).tag_ids).toEqual([loaves, bread])
    here.world.ghost.delete('tags', loaves)
    await sweep()
    expect(await db.select().from(ghostLinks).where(eq(ghostLinks.ghostId, loaves))).toEqual([])
  })
})

it('a topic that is made again after it was deleted is the Ghost’s again', async () => {
  await setMode('push')
  const { bread, loaves, breadId, loavesId } = await withTagsInPull()
  await deleteTopic(db, editor(), loavesId)
  const [again = ''] = await tagIdsOf(db, ['Loaves'])
  const { localId } = await linkOf(here.rye)
  await save(localId, { tagIds: [breadId, again] })

  await push()

  expect(ghostRow(here.rye).tag_ids).toEqual([bread, loaves])
  expect(await linkOf(loaves)).toMatchObject({ localId: again, state: 'in-step' })
  expect(here.world.ghost.state.rows.tags.size).toBe(2)

  async function withTagsInPull() {
    await setMode('pull')
    const both = await withTags()
    await setMode('push')
    return both
  }
})
