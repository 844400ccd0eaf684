import { describe, expect, it } from 'vitest'
import { deriveKey } from '@rose-ash/shared/config'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { signRequest } from '@rose-ash/shared/http'
import { aPage, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createCart } from '../app.ts'

const { db, url } = await testDatabase()
const app = await testApp(createCart, testConfig('cart', { databaseUrl: url }))

/** The fragment as the blog asks for it. */
async function givingTo(pageId: string): Promise<string> {
  const path = `/internal/fragments/give?page=${pageId}`
  const secret = deriveKey(app.appConfig.secret, 'internal requests').toString('hex')
  const headers = { ...signRequest(secret, { method: 'GET', path, viewer: 'anonymous' }) }
  return (await app.inject({ path, headers })).body
}

describe('“Give to …” on a page', () => {
  it('is there where gifts are asked for, with amounts and any other, and leads back', async () => {
    const page = await aPage(db)
    await db.insert(sellers).values({ pageId: page.id, donations: true })

    const html = await givingTo(page.id)

    expect(html).toContain('Give to Hearth &amp; Rye')
    expect([...html.matchAll(/name="chosen" value="([\d.]+)"/g)].map(([, pay]) => pay)).toEqual([
      '2.00',
      '5.00',
      '10.00',
    ])
    expect(html).toContain('name="chosen" type="number"')
    expect(html).toContain(`value="${app.appConfig.origins.blog}/${page.slug}"`)
  })

  it('is not there where none are, or where nothing is said', async () => {
    const [silent, refused] = [await aPage(db), await aPage(db)]
    await db.insert(sellers).values({ pageId: refused.id, donations: false })

    expect(await givingTo(silent.id)).toBe('')
    expect(await givingTo(refused.id)).toBe('')
  })
})
