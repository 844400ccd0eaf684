import { describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { variants } from '@rose-ash/shared/db/models/market'
import { collections } from '@rose-ash/shared/db/models/market-shelves'
import { suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { orderWindows, pickupPoints } from '@rose-ash/shared/db/models/market-windows'
import { pricingRules } from '@rose-ash/shared/db/models/market-review'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { load } from 'cheerio'
import { createMarket } from '../app.ts'
import { asPerson, deskWorld } from '../desk/testing/desk-world.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const { manager, member, market, newProduct } = await deskWorld(app)
const { send } = await asPerson(app, manager.personId)
const desk = `/desk/markets/${market.id}`

const [supplier] = await db
  .insert(suppliers)
  .values({ marketId: market.id, title: 'Mill', currency: 'GBP', locale: 'en-GB' })
  .returning()
if (!supplier) throw new Error('it was just made')
const [point] = await db
  .insert(pickupPoints)
  .values({ marketId: market.id, title: 'Barn', address: '1 Lane' })
  .returning()
if (!point) throw new Error('it was just made')
const supplierDesk = `/desk/suppliers/${supplier.id}`

/** What a page says of the form with this action: its values, and what is wrong beside each. */
function formOf(html: string, action: string) {
  const $ = load(html)
  const form = $(`form[action="${action}"]`).first()
  const value = (name: string) => {
    const field = form.find(`[name="${name}"]`).first()
    if (field.is('select')) return field.find('option[selected]').attr('value')
    if (field.attr('type') === 'checkbox') return field.attr('checked') === undefined ? '' : 'on'
    return field.is('textarea') ? field.text() : field.attr('value')
  }
  const wrong = (name: string) => {
    const field = form.find(`[name="${name}"]`).first()
    const ids = (field.attr('aria-describedby') ?? '').split(' ')
    return ids.map((id) => $(`[id="${id}"].field-error`).text()).join('')
  }
  return { value, wrong, said: form.find('[role="alert"]').text() }
}

describe('a refused form of the desk', () => {
  const times = { opensAt: '2040-01-02T08:00', closesAt: '2040-01-03T08:00' }
  const week = { opensOn: '2', opensAt: '09:15', closesOn: '4', closesAt: '21:00', everyWeeks: '3' }
  const words = { description: 'What I wrote for a long time.', slug: 'mine' }
  const aSupplier = { title: 'Dairy', currency: 'GBP', locale: 'en-GB', rateSeconds: '3' }
  const rule = { match: 'flour', margin: '25', roundToMinor: '5', endingMinor: '0' }

  it.each<[string, string, Record<string, string>, string, string]>([
    ['a market', '/desk', { ...words, title: ' ' }, 'title', 'Give the market a name.'],
    [
      'a category',
      `${desk}/categories`,
      { ...words, title: '' },
      'title',
      'Give the category a name.',
    ],
    [
      'a collection',
      `${desk}/collections`,
      { ...words, title: '' },
      'title',
      'Give the collection a name.',
    ],
    [
      'a schedule',
      `${desk}/windows/schedule`,
      { ...week, closesAt: '25:00' },
      'closesAt',
      'Give the time as 18:30.',
    ],
    [
      'a point',
      `${desk}/pickup-points`,
      { title: '', address: '2 Road', notes: 'Ring.' },
      'title',
      'Give the pick-up point a name.',
    ],
    [
      'a point',
      `${desk}/pickup-points/${point.id}`,
      { title: '', address: '3 Road' },
      'title',
      'Give the pick-up point a name.',
    ],
    [
      'a supplier',
      `${desk}/suppliers`,
      { ...aSupplier, startUrl: 'ftp://x' },
      'startUrl',
      'This is no web address. It begins with https://',
    ],
    [
      'a supplier',
      `${supplierDesk}/settings`,
      { ...aSupplier, version: '1', email: 'me' },
      'email',
      'This is no mail address.',
    ],
    [
      'a permission',
      `${supplierDesk}/permission`,
      { version: '1', permission: 'Yes.' },
      'permission',
      'Write who allowed it, when, and in which words.',
    ],
    [
      'a margin',
      `${supplierDesk}/rules`,
      { ...rule, margin: 'a lot', taxClass: 'standard' },
      'margin',
      'Write a number, such as 5.',
    ],
    [
      'a rule',
      `${supplierDesk}/rules`,
      { ...rule, endingMinor: '9', taxClass: 'standard' },
      'endingMinor',
      'Take off less than you round to.',
    ],
    [
      'what may change',
      `${supplierDesk}/accept-rules`,
      { price: 'on', percent: '900', text: 'on' },
      'percent',
      'Write a number up to 100.',
    ],
  ])(
    'keeps what was typed of %s (%s) and says beside the field what is wrong',
    async (_of, action, form, field, problem) => {
      const answer = await send(action, form)

      expect(answer.statusCode).toBe(422)
      const again = formOf(answer.body, action)
      const { version: _hidden, ...typed } = form
      for (const [name, text] of Object.entries(typed)) expect(again.value(name)).toBe(text)
      expect(again.wrong(field)).toBe(problem)
      expect(again.said).toContain('What you typed is still there.')
    },
  )

  it('keeps times that overlap another window, in the form they were typed into', async () => {
    await db.insert(orderWindows).values({
      marketId: market.id,
      title: 'First',
      opensAt: new Date('2040-01-01T00:00Z'),
      closesAt: new Date('2040-02-01T00:00Z'),
      byHand: true,
    })

    const answer = await send(`${desk}/windows`, { ...times, title: 'Second' })

    expect(answer.statusCode).toBe(409)
    const again = formOf(answer.body, `${desk}/windows`)
    expect(['opensAt', 'closesAt', 'title'].map(again.value)).toEqual([
      ...Object.values(times),
      'Second',
    ])
    expect(again.said).toContain('Another order window of this market is open at that time.')
    expect(await db.$count(orderWindows)).toBe(1)
  })

  it('keeps what was typed of a movement, whose page is found by its size', async () => {
    const { id } = await newProduct()
    const [size] = await db.select().from(variants).where(eq(variants.productId, id))
    const action = `/desk/variants/${size?.id}/movements`

    const answer = await send(action, { kind: 'waste', quantity: '7', reason: 'Mice', seen: '0' })

    expect(answer.statusCode).toBe(409)
    const again = formOf(answer.body, action)
    expect(['kind', 'quantity', 'reason'].map(again.value)).toEqual(['waste', '7', 'Mice'])
    expect(again.said).toContain('There are 0. So many cannot go.')
  })

  it('shows what somebody else saved meanwhile beside what was typed', async () => {
    await db
      .update(suppliers)
      .set({ version: 4, title: 'Old Mill' })
      .where(eq(suppliers.id, supplier.id))

    const answer = await send(`${supplierDesk}/settings`, { ...aSupplier, version: '1' })

    expect(answer.statusCode).toBe(409)
    const again = formOf(answer.body, `${supplierDesk}/settings`)
    expect([again.value('title'), again.value('version')]).toEqual(['Dairy', '4'])
    expect(answer.body).toContain('Saved now: Old Mill')
    const once = await send(`${supplierDesk}/settings`, { ...aSupplier, version: '4' })
    expect(once.statusCode).toBe(303)
  })

  it('names the products of a collection that there are not, and saves nothing of it', async () => {
    const known = await newProduct({ title: 'Known loaf' })
    const form = { title: 'Breakfast', products: `/products/${known.slug}\nno-such\nnor-this` }

    const answer = await send(`${desk}/collections`, form)

    expect(answer.statusCode).toBe(422)
    const again = formOf(answer.body, `${desk}/collections`)
    expect(again.value('products')).toBe(form.products)
    expect(again.wrong('products')).toBe(
      'No product of this market has these addresses: “no-such”, “nor-this”. Put them right or leave them out.',
    )
    expect(await db.$count(collections)).toBe(0)
  })

  it('is not shown to who may not see its page, and programs get problem+json', async () => {
    const stranger = await asPerson(app, member.personId)
    const action = `${supplierDesk}/rules`

    const refused = await stranger.send(action, { ...rule, margin: 'x', taxClass: 'standard' })

    expect(refused.statusCode).toBe(400)
    expect(refused.body).not.toContain('Old Mill')
    expect(await db.$count(pricingRules)).toBe(0)
    const program = await app.inject({ method: 'POST', url: action, payload: {} })
    expect(program.headers['content-type']).toContain('application/problem+json')
  })
})
