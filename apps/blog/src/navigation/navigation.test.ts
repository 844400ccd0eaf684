import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { navItems, posts } from '@rose-ash/shared/db/models/blog'
import { aPage, signedIn, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { people } from '@rose-ash/shared/db/models/account'
import { asPerson } from '../testing/as-person.ts'
import { aDesk } from '../testing/desk.ts'
import { addItem, moveItem, removeItem } from './change-tree.ts'
import { type NavNode, navTree, visible } from './queries.ts'

const { db, url } = await testDatabase()
const config = testConfig('blog', { databaseUrl: url })
const app = await testApp(createBlog, config)
const { services, anEditor } = aDesk(db)

const tree = () => navTree(db, services, config.origins)
const shapeOf = (nodes: NavNode[]): unknown[] =>
  nodes.map(({ label, children }) => (children.length ? [label, ...shapeOf(children)] : label))

async function aTree(...labels: string[]): Promise<Record<string, string>> {
  await db.delete(navItems)
  const editor = await anEditor()
  const ids: Record<string, string> = {}
  for (const label of labels) {
    ids[label] = await addItem(db, editor, { label, kind: 'path', app: 'blog', path: '/' })
  }
  return ids
}

describe('the menu', () => {
  it('leads to where a post is now, and hides it while it is not published', async () => {
    await db.delete(navItems)
    const editor = await anEditor()
    const page = await aPage(db, { slug: 'old-name' })
    await addItem(db, editor, { label: 'Us', kind: 'post', targetId: page.id })
    await db.update(posts).set({ slug: 'new-name' }).where(eq(posts.id, page.id))

    const [shown] = visible(await tree())
    await db.update(posts).set({ status: 'draft' }).where(eq(posts.id, page.id))

    expect(shown?.href).toBe(`${config.origins.blog}/new-name`)
    expect(visible(await tree())).toEqual([])
  })

  it('keeps every item in one place, wherever they are moved', async () => {
    const ids = await aTree('a', 'b', 'c', 'd')
    const editor = await anEditor()
    const label = fc.constantFrom('a', 'b', 'c', 'd')
    const move = fc.record({ item: label, parent: fc.option(label), position: fc.nat(5) })

    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 8 }), async (moves) => {
        for (const { item, parent, position } of moves) {
          const parentId = parent === null ? null : (ids[parent] ?? '')
          await moveItem(db, editor, { id: ids[item] ?? '', parentId, position }).catch(() => null)
        }
        expect(new Set(shapeOf(await tree()).flat(5))).toEqual(new Set(['a', 'b', 'c', 'd']))
        expect(await db.$count(navItems)).toBe(4)
      }),
      { numRuns: 25 },
    )
  })

  it('moves an item with all below it, never below itself or too deep', async () => {
    const ids = await aTree('a', 'b', 'c', 'd')
    const editor = await anEditor()
    const put = (item: string, parent: string | null, position = 0) =>
      moveItem(db, editor, {
        id: ids[item] ?? '',
        parentId: parent === null ? null : (ids[parent] ?? ''),
        position,
      })
    await put('b', 'a')
    await put('c', 'b')

    expect(shapeOf(await tree())).toEqual([['a', ['b', 'c']], 'd'])
    await expect(put('a', 'c')).rejects.toThrow('below itself')
    await expect(put('d', 'c')).rejects.toThrow('three levels')
    await put('b', null, 1)
    expect(shapeOf(await tree())).toEqual(['a', ['b', 'c'], 'd'])
    await removeItem(db, editor, ids.b ?? '')
    expect(shapeOf(await tree())).toEqual(['a', 'd'])
  })

  it('is changed by editors alone, and shows at once in the fragment of all apps', async () => {
    await aTree('Before')
    const person = async (role: 'author' | 'editor') => {
      const { personId } = await anEditor(role)
      const [found] = await db.select().from(people).where(eq(people.id, personId))
      if (!found) throw new Error('there is one')
      return signedIn(app, found)
    }
    const add = async (headers: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url: '/navigation',
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'label=Elsewhere&address=https%3A%2F%2Fexample.org%2F',
      })

    const [refused, done] = [await add(await person('author')), await add(await person('editor'))]

    expect([refused.statusCode, done.statusCode]).toEqual([403, 303])
    const { body } = await app.inject({ url: '/', headers: { accept: 'text/html' } })
    expect(body).toContain('<a href="https://example.org/">Elsewhere</a>')
  })

  it('asks before an item goes, and says what goes with it; asking changes nothing', async () => {
    const ids = await aTree('Bread', 'Rye', 'Wheat', 'Elsewhere')
    const editor = await anEditor()
    for (const label of ['Rye', 'Wheat']) {
      const at = { id: ids[label] ?? '', parentId: ids['Bread'] ?? '', position: 9 }
      await moveItem(db, editor, at)
    }
    const { look, send } = await asPerson(app, editor.personId)
    const address = `/navigation/${ids['Bread']}/removal`

    const asked = await look(address)
    const unchanged = shapeOf(await tree())
    const stranger = await asPerson(app, (await anEditor('author')).personId)
    const refused = [await stranger.look(address), await stranger.send(address)]
    const done = await send(address)

    expect((await look('/navigation')).body).not.toContain(ids['Rye'])
    expect(asked.body).toMatch(/Take \S+Bread\S+ out of the menu/)
    expect(asked.body).toMatch(/<li[^>]*>Rye<\/li><li[^>]*>Wheat<\/li>/)
    expect(asked.body).not.toMatch(/<li[^>]*>Elsewhere<\/li>/)
    expect(unchanged).toEqual([['Bread', 'Rye', 'Wheat'], 'Elsewhere'])
    expect(refused.map(({ statusCode }) => statusCode)).toEqual([403, 403])
    expect([done.statusCode, shapeOf(await tree())]).toEqual([303, ['Elsewhere']])
  })

  it('takes no address that is none, and keeps what was typed', async () => {
    await aTree()
    const admin = await anEditor('admin')
    const [found] = await db.select().from(people).where(eq(people.id, admin.personId))
    if (!found) throw new Error('there is one')
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: '/navigation',
      headers: {
        ...(await signedIn(app, found)),
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: 'label=Our+friends&address=javascript%3Aalert(1)',
    })

    expect(statusCode).toBe(400)
    expect(body).toContain('whole address')
    expect(body).toContain('value="Our friends"')
    expect(body).toContain('value="javascript:alert(1)"')
    expect(await db.$count(navItems)).toBe(0)
  })
})
