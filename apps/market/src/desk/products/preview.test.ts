import { expect, it } from 'vitest'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../../app.ts'
import { asPerson, aSize, deskWorld, plain } from '../testing/desk-world.ts'
import { changeStatus } from './change-status.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const { manager, member, admin, newProduct } = await deskWorld(app)

const stranger = (path: string) => app.inject({ url: path, headers: { accept: 'text/html' } })

/** A draft in two sizes, with some of it there. */
async function aDraft() {
  const sizes = [aSize(), aSize({ title: 'Large', priceMinor: 450, memberPriceMinor: 400 })]
  const { id, slug } = await newProduct({ title: 'Rye & spelt', labels: ['new'], variants: sizes })
  await db.update(supplies).set({ capacity: 4 })
  return { id, page: `/products/${slug}`, preview: `/desk/products/${id}/preview` }
}

/** The page from its breadcrumbs on, where a preview's words are above. */
const mainOf = (html: string) =>
  /<nav aria-label="You are here">[\s\S]*<\/main>/.exec(plain(html))?.[0] ?? ''

it('is the page that buyers will see, but for the words above it and a basket button that is off', async () => {
  const { id, page, preview } = await aDraft()
  const { look } = await asPerson(app, manager.personId)
  const before = await look(preview)
  expect(before.statusCode).toBe(200)
  expect(before.body).toContain('Only you can see this')
  expect(before.body).toMatch(/<button [^>]*type="submit" disabled>.*Add to basket/)
  expect(before.body).toContain('<meta name="robots" content="noindex')

  await changeStatus(db, app, { runner: manager, productId: id, status: 'published' })

  const bare = mainOf(before.body).replace('type="submit" disabled', 'type="submit"')
  const squeezed = (html: string) => html.replaceAll(/\s+/g, ' ')
  expect(squeezed(bare)).toBe(squeezed(mainOf((await look(page)).body)))
  const after = (await look(preview)).body
  expect(after).toContain('This is on the shelf')
  expect(after).not.toContain('Only you can see this')
})

it('is there for who runs the market, and for nobody else, whoever looked at it before', async () => {
  const { page, preview } = await aDraft()
  const statuses: number[] = []
  for (const { personId } of [manager, admin, member]) {
    const { look } = await asPerson(app, personId)
    const answer = await look(preview)
    statuses.push(answer.statusCode, (await look(page)).statusCode)
    expect(answer.headers['cache-control']).toMatch(/no-store|private/)
    expect(answer.headers).not.toHaveProperty('etag')
    expect(answer.body.includes('Rye')).toBe(personId !== member.personId)
  }
  for (const path of [preview, page]) {
    const answer = await stranger(path)
    statuses.push(answer.statusCode)
    expect(answer.body).not.toContain('Rye')
  }

  expect(statuses).toEqual([200, 404, 200, 404, 404, 404, 404, 404])
})

it('says of a product without a size what is missing', async () => {
  const { id } = await newProduct({ variants: [aSize({ active: false })] })
  const { look } = await asPerson(app, manager.personId)

  const { statusCode, body } = await look(`/desk/products/${id}/preview`)

  expect(statusCode).toBe(409)
  expect(plain(body)).toContain('Nothing of it can be bought yet. Add a size with a price first.')
})
