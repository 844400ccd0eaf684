import { load } from 'cheerio'
import { eq, inArray } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { people } from '@rose-ash/shared/db/models/account'
import { pricingRules, proposals, supplierItems } from '@rose-ash/shared/db/models/market-review'
import { categories } from '@rose-ash/shared/db/models/market-shelves'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../../app.ts'
import { asPerson } from '../../desk/testing/desk-world.ts'
import { halfAgain, reviewWorld } from '../testing/review-world.ts'

const { db, url } = await testDatabase()
// Read before the app is open: its own workers would read the suppliers' pages as well.
const worlds: Awaited<ReturnType<typeof reviewWorld>>[] = []
while (worlds.length < 6) worlds.push(await reviewWorld(db, { count: 12, hasRule: false }))
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))

/** New things wait, and nothing says what they cost but for one of them. */
async function aQueue() {
  const world = worlds.pop()
  if (!world) throw new Error('as many as there are tests')
  const { supplier, marketId, managerId, open } = world
  const rows = await open()
  const priced = rows.find(({ changes }) => changes.some(({ field }) => field === 'price'))
  const [dear, other] = rows.filter((row) => row !== priced)
  if (!priced || !dear || !other) throw new Error('there are some')
  const titled = [
    ['Cider', priced],
    ['Dear ham', dear],
    ['Other', other],
  ] as const
  for (const [title, { id }] of titled) {
    const ofRow = db.select({ id: proposals.itemId }).from(proposals).where(eq(proposals.id, id))
    await db.update(supplierItems).set({ title }).where(inArray(supplierItems.id, ofRow))
  }
  const rule = { supplierId: supplier.id, ...halfAgain, match: 'cider' }
  await db.insert(pricingRules).values(rule)
  const [category] = await db
    .insert(categories)
    .values({ marketId, slug: `pantry-${marketId}`, title: 'Pantry' })
    .returning()
  const path = `/desk/suppliers/${supplier.id}/review`
  const person = await asPerson(app, managerId)
  const ticks = (...chosen: { id: string; version: number }[]) =>
    chosen.map(({ id, version }): [string, string] => ['chosen', `${id}:${version}`])
  const send = async (form: Record<string, string>, chosen: [string, string][] = []) => {
    const all = new URLSearchParams([...Object.entries(form), ...chosen])
    const { statusCode, body } = await person.send(path, all)
    return { statusCode, ...shownBy(body) }
  }
  return { ...world, rows, priced, dear, other, category: category?.id ?? '', ticks, send }
}

/** What the form for many says, and what is ticked in the list. */
function shownBy(html: string) {
  const $ = load(html)
  const chosenOf = (name: string) =>
    $(`#many select[name="${name}"] option[selected]`).attr('value')
  const boxes = $('input[name="chosen"]').toArray()
  return {
    said: $('#many [role="alert"]').text(),
    scope: $('#many input[name="scope"][checked]').attr('value'),
    category: chosenOf('categoryId'),
    gone: chosenOf('gone'),
    hidden: (name: string) => $(`#many input[name="${name}"]`).attr('value'),
    ticked: boxes.filter((one) => $(one).attr('checked') !== undefined).map((one) => $(one).val()),
    refusal: (id: string) => $(`#refusal-${id}`).text(),
    shown: boxes.length,
  }
}

const more = { decision: 'accept', scope: 'chosen', gone: 'archive' }

it('is shown again when nothing is ticked, with what was chosen and under the same filter', async () => {
  const { send, category, open, rows } = await aQueue()

  const again = await send({ ...more, kind: 'new', words: '', categoryId: category })

  expect(again.statusCode).toBe(422)
  expect(again.said).toContain('Tick what you decide on, or choose all of this list.')
  expect(again).toMatchObject({ scope: 'chosen', category, gone: 'archive', ticked: [] })
  expect(again.hidden('kind')).toBe('new')
  expect(await open()).toHaveLength(rows.length)
})

it('keeps ticks and choices when something of it cannot be read', async () => {
  const { send, category, open, ticks, priced, dear, rows } = await aQueue()

  const form = { ...more, decision: 'perhaps', categoryId: category }
  const again = await send(form, ticks(priced, dear))

  expect(again.statusCode).toBe(422)
  expect(again).toMatchObject({ category, gone: 'archive' })
  const both = [priced, dear].map(({ id, version }) => `${id}:${version}`)
  expect(new Set(again.ticked)).toEqual(new Set(both))
  expect(await open()).toHaveLength(rows.length)
})

it('says beside each row why it stayed, and leaves it ticked to be decided again', async () => {
  const { send, category, ticks, priced, dear, other, open, rows } = await aQueue()

  const again = await send({ ...more, categoryId: category }, ticks(priced, dear))

  expect(again.statusCode).toBe(200)
  expect(again).toMatchObject({ scope: 'chosen', category, gone: 'archive' })
  expect(again.ticked).toEqual([`${dear.id}:${dear.version}`])
  expect(again.refusal(dear.id)).toContain('Nothing says what “Dear ham” costs with you.')
  expect(again.refusal(other.id)).toBe('')
  expect(await open()).toHaveLength(rows.length - 1)
  const only = await send({ ...more, categoryId: category }, ticks(dear))
  expect(only.statusCode).toBe(409)
  expect(await open()).toHaveLength(rows.length - 1)
})

it('does not tick again what changed while it was looked at', async () => {
  const { send, ticks, dear } = await aQueue()
  await db.update(proposals).set({ version: 2 }).where(eq(proposals.id, dear.id))

  const again = await send(more, ticks({ id: dear.id, version: 1 }))

  expect(again.statusCode).toBe(409)
  expect(again.refusal(dear.id)).toContain('it changed once more, while you were looking')
  expect(again.ticked).toEqual([])
})

it('begins with a clean form when all of it was decided', async () => {
  const { send, category, ticks, priced } = await aQueue()

  const after = await send({ ...more, categoryId: category }, ticks(priced))

  expect(after.statusCode).toBe(200)
  expect(after).toMatchObject({ scope: 'chosen', category: undefined, ticked: [], said: '' })
})

it('is shown again to nobody who does not run the market', async () => {
  const { supplier, memberId } = await aQueue()
  const [member] = await db.select().from(people).where(eq(people.id, memberId))
  const stranger = await asPerson(app, member?.id ?? '')

  const refused = await stranger.send(`/desk/suppliers/${supplier.id}/review`, more)

  expect(refused.statusCode).toBe(403)
})
