import { describe, expect, it } from 'vitest'
import { containerRelations, pageManagers } from '../../db/models/blog.ts'
import { aPage, aPerson, testDatabase } from '../../testing/index.ts'
import { attachedTo, managesPage, pagesById, pagesOf } from './pages.ts'

const { db } = await testDatabase()
const ids = [1, 2, 3].map((n) => `01a20000-0000-7000-8000-00000000000${n}`)
const [first = '', second = '', third = ''] = ids

describe('a page', () => {
  it('names what is attached to it, in its order and by kind', async () => {
    const page = await aPage(db)
    const pageId = page.id
    await db.insert(containerRelations).values([
      { pageId, kind: 'market', thingId: first, position: 2 },
      { pageId, kind: 'market', thingId: second, position: 1 },
      { pageId, kind: 'calendar', thingId: third },
    ])

    expect(await attachedTo(db, pageId, 'market')).toEqual([second, first])
    const { id, slug, title } = page
    expect(await pagesOf(db, 'calendar', [first, third])).toEqual(
      new Map([[third, { id, slug, title }]]),
    )
    expect(await pagesById(db, [pageId])).toEqual(new Map([[pageId, { id, slug, title }]]))
  })

  it('is run by its managers alone', async () => {
    const [mine, other] = [await aPage(db), await aPage(db)]
    const { id: personId } = await aPerson(db)
    await db.insert(pageManagers).values({ pageId: mine.id, personId })

    expect(await managesPage(db, mine.id, personId)).toBe(true)
    expect(await managesPage(db, other.id, personId)).toBe(false)
  })
})
