import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { containerRelations, pageManagers } from '../../db/models/blog.ts'
import { aPage, aPerson, testDatabase } from '../../testing/index.ts'
import { attach, detach, managedPages } from './attach.ts'
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

  it('gets things attached, last of their kind, moved to another page and taken off again', async () => {
    const [one, other] = [await aPage(db), await aPage(db)]
    const [bread, cakes] = [crypto.randomUUID(), crypto.randomUUID()]
    const kind = 'market' as const

    await attach(db, { pageId: one.id, kind, thingId: bread })
    await attach(db, { pageId: one.id, kind, thingId: cakes })
    await attach(db, { pageId: one.id, kind, thingId: bread })
    expect(await attachedTo(db, one.id, 'market')).toEqual([bread, cakes])

    await attach(db, { pageId: other.id, kind, thingId: bread })
    await detach(db, { kind, thingId: cakes })

    expect(await attachedTo(db, one.id, 'market')).toEqual([])
    expect(await attachedTo(db, other.id, 'market')).toEqual([bread])
  })

  it('is among the pages that its managers run, and among all pages', async () => {
    const [mine, other] = [await aPage(db), await aPage(db)]
    const { id: personId } = await aPerson(db)
    await db.insert(pageManagers).values({ pageId: mine.id, personId })

    const { id, slug, title } = mine
    expect(await managedPages(db, personId)).toEqual([{ id, slug, title }])
    const all = (await managedPages(db, null)).map((page) => page.id)
    expect(all).toEqual(expect.arrayContaining([mine.id, other.id]))
  })
})
