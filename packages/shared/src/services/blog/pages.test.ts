import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { containerRelations, pageManagers } from '../../db/models/blog.ts'
import { aPage, aPerson, testDatabase } from '../../testing/index.ts'
import { attachedPage } from './attached-page.ts'
import { attachedTo, managesPage, pagesById } from './pages.ts'

const { db } = await testDatabase()
const ofCalendar = attachedPage('calendar', containerRelations.thingId)
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
    const things = await db
      .select({ id: containerRelations.thingId, page: ofCalendar })
      .from(containerRelations)
      .where(eq(containerRelations.pageId, pageId))
      .orderBy(containerRelations.thingId)
    expect(things).toEqual([
      { id: first, page: null },
      { id: second, page: null },
      { id: third, page: { id, slug, title } },
    ])
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
