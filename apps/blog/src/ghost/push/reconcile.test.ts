import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { revisions } from '@rose-ash/shared/db/models/blog-writing'
import { testDatabase } from '@rose-ash/shared/testing'
import { sweepSite } from '../sync/sweep-site.ts'
import { aGhostDocument } from '../testing/ghost-world.ts'
import { documentOf, pushWorld } from '../testing/push-world.ts'

const { db } = await testDatabase()
const { here, site, setMode, push, poll, ghostRow, writes, linkOf, localOf, save, expectInStep } =
  pushWorld(db)

describe('what both sides change', () => {
  it('comes together field by field', async () => {
    await setMode('two-way')
    const { localId } = await linkOf(here.rye)
    await save(localId, { title: 'Darker rye' })
    here.world.ghost.edit('posts', here.rye, { lexical: aGhostDocument('New words') })

    await push()

    expect(ghostRow(here.rye)).toMatchObject({ title: 'Darker rye', visibility: 'paid' })
    expect(await localOf(here.rye)).toMatchObject({
      content: { title: 'Darker rye', lexical: documentOf('New words') },
      status: 'published',
    })
    await expectInStep(here.rye)
    const kept = await db.select().from(revisions).where(eq(revisions.reason, 'conflict'))
    expect(kept).toEqual([])
  })

  it('comes together the same way when the Ghost tells it first', async () => {
    await setMode('two-way')
    const { localId } = await linkOf(here.rye)
    await save(localId, { title: 'Darker rye' })
    here.world.ghost.edit('posts', here.rye, { custom_excerpt: 'Soon' })

    await poll()

    expect(ghostRow(here.rye)).toMatchObject({ title: 'Darker rye', custom_excerpt: 'Soon' })
    expect((await localOf(here.rye)).content).toMatchObject({
      title: 'Darker rye',
      excerpt: 'Soon',
    })
    await expectInStep(here.rye)
  })

  it.each(['push', 'poll'])(
    'of the text stays the Ghost’s, and ours is kept beside it (%s)',
    async (way) => {
      await setMode('two-way')
      const { localId } = await linkOf(here.rye)
      await save(localId, { title: 'Darker rye', lexical: documentOf('Our words') })
      here.world.ghost.edit('posts', here.rye, { lexical: aGhostDocument('Their words') })

      await (way === 'push' ? push() : poll())

      expect(JSON.parse(String(ghostRow(here.rye).lexical))).toEqual(documentOf('Their words'))
      expect((await localOf(here.rye)).content).toMatchObject({
        title: 'Darker rye',
        lexical: documentOf('Their words'),
      })
      const mine = and(eq(revisions.postId, localId), eq(revisions.reason, 'conflict'))
      const kept = await db.select().from(revisions).where(mine)
      expect(kept).toMatchObject([
        { content: { lexical: documentOf('Our words') }, plaintext: 'Our words' },
      ])
      expect((await linkOf(here.rye)).state).toBe('conflict')
      await push()
      await sweepSite(here.world.parts, await site())
      expect((await linkOf(here.rye)).state).toBe('conflict')
      expect(await db.select().from(revisions).where(mine)).toHaveLength(1)
    },
  )

  it('at the very same moment is looked at once more', async () => {
    await setMode('push')
    const { localId } = await linkOf(here.rye)
    await save(localId, { title: 'Darker rye' })
    here.world.ghost.faults.plan({ kind: 'status', status: 409 }, /^PUT/, 1)

    await push()

    expect(ghostRow(here.rye).title).toBe('Darker rye')
    expect(writes()).toHaveLength(2)
    await expectInStep(here.rye)
  })
})
