import { describe, expect, it } from 'vitest'
import { testDatabase } from '@rose-ash/shared/testing'
import { sweepSite } from '../sync/sweep-site.ts'
import { aGhostDocument } from '../testing/ghost-world.ts'
import { documentOf, pushWorld } from '../testing/push-world.ts'
import { lostVersion, settle, troubleWithGhost } from './waiting.ts'

const { db } = await testDatabase()
const { here, site, setMode, push, ghostRow, linkOf, localOf, save, expectInStep } = pushWorld(db)

async function aConflict(): Promise<string> {
  await setMode('two-way')
  const { localId } = await linkOf(here.rye)
  await save(localId, { lexical: documentOf('Our words') })
  here.world.ghost.edit('posts', here.rye, { lexical: aGhostDocument('Their words') })
  await push()
  return localId
}

describe('a conflict with a Ghost', () => {
  it('waits for a choice, and ours is sent when somebody chooses it', async () => {
    const localId = await aConflict()
    expect(await troubleWithGhost(db, localId)).toMatchObject({ state: 'conflict' })
    const lost = await lostVersion(db, localId)
    expect(lost?.plaintext).toBe('Our words')

    expect(await settle(db, localId)).toBe(true)
    await save(localId, { lexical: documentOf('Our words') })
    await push()

    expect(JSON.parse(String(ghostRow(here.rye).lexical))).toEqual(documentOf('Our words'))
    await expectInStep(here.rye)
    expect(await troubleWithGhost(db, localId)).toBeUndefined()
    expect(await settle(db, localId)).toBe(false)
  })

  it('ends with the post when it is deleted there meanwhile', async () => {
    const localId = await aConflict()
    here.world.ghost.delete('posts', here.rye)

    await sweepSite(here.world.parts, await site())

    expect((await localOf(here.rye)).status).toBe('unpublished')
    expect(await troubleWithGhost(db, localId)).toMatchObject({ state: 'gone-there' })
  })
})
