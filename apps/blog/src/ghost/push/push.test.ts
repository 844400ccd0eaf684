import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { ghostLinks, ghostMedia, ghostTasks } from '@rose-ash/shared/db/models/blog-ghost'
import { temporaryFolder, testDatabase } from '@rose-ash/shared/testing'
import { savedPost } from '../../editing/content.ts'
import { createPost, savePost } from '../../editing/save-post.ts'
import { tagIdsOf } from '../../editing/tags.ts'
import { mediaPath } from '@rose-ash/shared/services/media/address'
import { storeMedia } from '@rose-ash/shared/services/media/store-media'
import { documentOf, pushWorld } from '../testing/push-world.ts'
import { pushThing } from './push-thing.ts'

const { db } = await testDatabase()
const { here, site, setMode, push, ghostRow, writes, linkOf, save, expectInStep } = pushWorld(db)

describe('a post that is saved here', () => {
  it('waits to be sent in the same transaction, once, and not to a Ghost that is only read', async () => {
    const { localId } = await linkOf(here.rye)
    await save(localId, { title: 'Pull' })
    expect(await db.select().from(ghostTasks)).toEqual([])

    await setMode('push')
    await save(localId, { title: 'One' })
    await save(localId, { title: 'Two' })
    await db
      .transaction(async (tx) => {
        const { version, content } = await savedPost(tx, localId)
        const editor = { personId: here.world.adminId, role: 'admin' as const }
        const draft = await createPost(tx, here.world.parts.services, { editor, type: 'post' })
        await savePost(tx, here.world.parts.services, {
          editor,
          postId: draft.id,
          baseVersion: 1,
          content,
        })
        throw new Error(`undone ${version}`)
      })
      .catch(() => undefined)

    expect(await db.select().from(ghostTasks)).toMatchObject([
      { task: 'push', kind: 'post', subject: localId, siteId: here.world.siteId },
    ])
  })

  it.each(['push', 'two-way'] as const)('arrives with only what changed (%s)', async (mode) => {
    await setMode(mode)
    const { localId } = await linkOf(here.rye)
    await save(localId, { title: 'Darker rye' })

    await push()

    expect(ghostRow(here.rye)).toMatchObject({
      title: 'Darker rye',
      visibility: 'paid',
      feature_image_caption: '<b>By</b> Amy',
      status: 'published',
    })
    expect(await db.select().from(ghostTasks)).toEqual([])
    await expectInStep(here.rye)
    expect(writes()).toHaveLength(1)
    expect(await pushThing(here.world.parts, await site(), localId)).toBe('same')
    expect(writes()).toHaveLength(1)
  })

  it('is taken from readers there and never deleted', async () => {
    await setMode('push')
    const { localId } = await linkOf(here.rye)
    await save(localId, {}, 'unpublished')

    await push()

    expect(ghostRow(here.rye)).toMatchObject({ status: 'draft', title: 'Rye' })
    expect((await savedPost(db, localId)).status).toBe('unpublished')
    expect(writes().map(({ method }) => method)).toEqual(['PUT'])
    await expectInStep(here.rye)
  })

  it('is made there when it is new, with its topics and pictures, once', async () => {
    await setMode('two-way')
    const path = join(temporaryFolder('ghost-push'), 'loaf.png')
    const blue = { width: 8, height: 8, channels: 3, background: 'blue' } as const
    await sharp({ create: blue }).png().toFile(path)
    const file = await storeMedia(db, here.world.parts.storage, { path, name: 'loaf.png' })
    const address = mediaPath(file.key)
    const editor = { personId: here.world.adminId, role: 'admin' as const }
    const { id } = await createPost(db, here.world.parts.services, { editor, type: 'post' })
    const tagIds = await tagIdsOf(db, ['Bread', '#inside'])
    const words = { title: 'Spelt', slug: 'spelt', image: address, tagIds, imageCaption: 'A & B' }
    await save(id, { ...words, lexical: documentOf('Spelt', address) }, 'published')

    await push()

    const [link] = await db.select().from(ghostLinks).where(eq(ghostLinks.localId, id))
    const made = ghostRow(link?.ghostId ?? '')
    const [sent, ...more] = await db.select().from(ghostMedia)
    expect(more).toEqual([])
    expect(made).toMatchObject({ title: 'Spelt', slug: 'spelt', status: 'published' })
    expect(made).toMatchObject({ feature_image: sent?.url, feature_image_caption: 'A &amp; B' })
    expect(String(made.lexical)).toContain(sent?.url)
    expect(String(made.lexical)).not.toContain('/media/files/')
    const names = (made.tag_ids as string[]).map(
      (one) => here.world.ghost.state.rows.tags.get(one)?.name,
    )
    expect(names).toEqual(['Bread', '#inside'])
    await expectInStep(made.id)

    await save(id, { title: 'Old spelt' })
    await push()
    expect(ghostRow(made.id).title).toBe('Old spelt')
    expect(here.world.ghost.state.rows.posts.size).toBe(2)
    expect(await db.select().from(ghostMedia)).toHaveLength(1)
    await expectInStep(made.id)
  })

  it('is made once though the answer of the first try was lost', async () => {
    await setMode('push')
    const editor = { personId: here.world.adminId, role: 'admin' as const }
    const { id } = await createPost(db, here.world.parts.services, { editor, type: 'post' })
    await save(id, { title: 'Spelt', lexical: documentOf('Spelt') }, 'published')
    await push()
    await db.delete(ghostLinks).where(eq(ghostLinks.localId, id))

    expect(await pushThing(here.world.parts, await site(), id)).toBe('added')

    expect(here.world.ghost.state.rows.posts.size).toBe(2)
    expect(await db.select().from(ghostLinks).where(eq(ghostLinks.localId, id))).toHaveLength(1)
  })

  it('stays gone when it was deleted there', async () => {
    await setMode('push')
    const { localId } = await linkOf(here.rye)
    here.world.ghost.delete('posts', here.rye)
    await save(localId, { title: 'Darker rye' })

    await push()

    expect(here.world.ghost.state.rows.posts.size).toBe(0)
    expect((await linkOf(here.rye)).state).toBe('gone-there')
    expect((await savedPost(db, localId)).status).toBe('published')
  })

  it('waits when the Ghost fails, and arrives later', async () => {
    await setMode('push')
    const { localId } = await linkOf(here.rye)
    await save(localId, { title: 'Darker rye' })
    here.world.ghost.faults.plan({ kind: 'status', status: 500 }, /^PUT/, 1)

    await push()
    expect(await db.select().from(ghostTasks)).toMatchObject([
      { attempts: 1, problem: expect.stringMatching('wrong inside your Ghost') as string },
    ])
    expect(ghostRow(here.rye).title).toBe('Rye')
    await db.update(ghostTasks).set({ dueAt: new Date(0) })
    await push()

    expect(ghostRow(here.rye).title).toBe('Darker rye')
    expect(await db.select().from(ghostTasks)).toEqual([])
  })
})
