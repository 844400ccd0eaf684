import { expect, it } from 'vitest'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { testDatabase } from '@rose-ash/shared/testing'
import { fillGhost, picture } from '../testing/fill-ghost.ts'
import { ghostWorld } from '../testing/ghost-world.ts'
import { takeMedia } from './take-media.ts'

const { db } = await testDatabase()

it('fetches a picture once that several posts show at once, and tells each what is missing', async () => {
  const world = await ghostWorld(db)
  await fillGhost(world)
  const { parts, ghost } = world
  const fetched: string[] = []
  const outgoing: typeof parts.outgoing = {
    ...parts.outgoing,
    async download(...asked) {
      fetched.push(asked[0])
      return parts.outgoing.download(...asked)
    },
  }
  const urls = [ghost.url + picture, `${ghost.url}/content/images/gone.png`]

  const all = await Promise.all([1, 2, 3].map(() => takeMedia({ ...parts, outgoing }, urls)))

  expect(fetched.toSorted((a, b) => a.localeCompare(b))).toEqual(
    urls.toSorted((a, b) => a.localeCompare(b)),
  )
  const [file, ...more] = await db.select().from(mediaFiles)
  expect(more).toEqual([])
  for (const { addresses, problems } of all) {
    expect([...addresses]).toEqual([[urls[0], `/media/files/${file?.key}`]])
    expect(problems.map(({ what }) => what)).toEqual([urls[1]])
  }
})
