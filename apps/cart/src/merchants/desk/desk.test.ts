import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { merchants, sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { payments, providerMessages } from '@rose-ash/shared/db/models/cart-payments'
import { orders } from '@rose-ash/shared/db/models/cart'
import { testApp, testDatabase, untilTheyWait } from '@rose-ash/shared/testing'
import { createMerchantApp, merchantWorld } from '../../testing/merchant-app.ts'
import { theCooperative } from '../../testing/merchants.ts'
import { startShop } from '../../testing/start-shop.ts'
import { accountOf } from '../account.ts'

const { db, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createMerchantApp, { ...shop.config, databaseUrl })
const world = await merchantWorld(app)
const { page, manager, admin, member, stranger } = world
const path = `/desk/sellers/${page.id}`

const account = {
  baseVersion: '0',
  name: 'The Mill',
  address: 'Water Lane 1\r\n\r\nAsh Valley ',
  taxNumber: 'GB 123',
  merchantCode: 'mtest',
  apiKey: 'sup_sk_test',
}
const terms = { baseVersion: '0', cancelMinutes: '30', onPickup: 'on' }
const merchant = async () =>
  (await db.select().from(merchants).where(eq(merchants.pageId, page.id)))[0]

describe('who is paid', () => {
  it('is nobody’s business but the manager’s and an administrator’s', async () => {
    const coop = await theCooperative(db)
    const statuses = async (url: string) =>
      Promise.all(
        [stranger, member, manager, admin].map(async (who) => (await who.look(url)).statusCode),
      )

    expect(await statuses('/desk/merchants')).toEqual([303, 200, 200, 200])
    expect(await statuses(path)).toEqual([303, 403, 200, 200])
    expect(await statuses('/desk/merchants/cooperative')).toEqual([303, 403, 403, 200])
    expect(await statuses(`/desk/merchants/${coop}/messages`)).toEqual([303, 403, 403, 200])
    for (const [end, form] of Object.entries({
      '': terms,
      '/merchant': account,
      '/merchant-activity': { baseVersion: '1', active: 'off' },
    })) {
      expect((await member.send(path + end, form)).statusCode).toBe(403)
      expect((await stranger.send(path + end, form)).statusCode).toBe(401)
    }
    expect((await manager.send('/desk/merchants/cooperative', terms)).statusCode).toBe(403)
    expect(await merchant()).toBeUndefined()
    expect(await db.$count(sellers)).toBe(0)
  })

  it('lists a manager’s pages, and all of them for an administrator', async () => {
    const other = await merchantWorld(app)

    const mine = (await manager.look('/desk/merchants')).body
    const all = (await admin.look('/desk/merchants')).body

    expect(mine).toContain(path)
    expect(mine).not.toContain(other.page.id)
    expect(mine).not.toContain('/desk/merchants/cooperative')
    expect(all).toContain(other.page.id)
    expect(all).toContain('/desk/merchants/cooperative')
    expect((await member.look('/desk/merchants')).body).toContain('You look after no page yet')
  })
})

describe('a page’s own account', () => {
  it('is not kept when SumUp does not know the key, or it is somebody else’s', async () => {
    const wrong = await manager.send(`${path}/merchant`, { ...account, apiKey: 'sup_sk_typo' })
    const other = await manager.send(`${path}/merchant`, { ...account, merchantCode: 'MOTHER' })
    const none = await manager.send(`${path}/merchant`, { ...account, apiKey: '' })

    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('SumUp does not know this key')
    expect(wrong.body).toContain('value="The Mill"')
    expect(wrong.body.match(/name="\w+"[^>]*aria-invalid="true"/g)).toEqual([
      expect.stringContaining('name="apiKey"'),
    ])
    expect(wrong.body).not.toContain('sup_sk_typo')
    expect(other.statusCode).toBe(422)
    expect(other.body).toContain('not for the merchant MOTHER')
    expect(none.statusCode).toBe(400)
    expect(await merchant()).toBeUndefined()
  })

  it('is kept with a sealed key that nobody sees again, and is used', async () => {
    const saved = await manager.send(`${path}/merchant`, account)

    expect(saved.statusCode).toBe(303)
    const row = await merchant()
    expect(row).toMatchObject({
      name: 'The Mill',
      address: ['Water Lane 1', 'Ash Valley'],
      merchantCode: 'MTEST',
      active: true,
      version: 1,
    })
    expect(row?.sealedCredentials).toMatch(/^v1\.[\da-f]{12}\.[\w-]+$/)
    const shown = (await manager.look(path)).body
    expect(shown).toContain('Water Lane 1\nAsh Valley')
    expect(shown).not.toContain('sup_sk_test')
    expect(shown).not.toContain('aria-invalid')
    expect(shown).not.toContain(row?.sealedCredentials ?? 'sealed')
    expect(await accountOf(db, shop, row?.id ?? '')).toMatchObject({ merchantCode: 'MTEST' })
  })

  it('keeps its key when none is typed, and asks SumUp nothing', async () => {
    const before = await merchant()
    const asked = await db.$count(providerMessages)
    const { apiKey: _none, ...words } = account

    await manager.send(`${path}/merchant`, { ...words, baseVersion: '1', name: 'The Old Mill' })

    const after = await merchant()
    expect(after).toEqual({ ...before, name: 'The Old Mill', version: 2 })
    expect(await db.$count(providerMessages)).toBe(asked)
  })

  it('is not overwritten by a form that was opened before somebody else saved', async () => {
    const before = await merchant()

    const stale = await manager.send(`${path}/merchant`, { ...account, baseVersion: '1' })
    const first = await admin.send(`${path}/merchant`, account)

    expect([stale.statusCode, first.statusCode]).toEqual([409, 409])
    expect(stale.body).toContain('Somebody else saved this')
    expect(await merchant()).toEqual(before)
  })

  it('keeps its code while somebody is paying', async () => {
    const row = await merchant()
    await aPaymentUnderWay(row?.id ?? '')
    await db.update(merchants).set({ merchantCode: 'MBEFORE' }).where(eq(merchants.pageId, page.id))

    const change = await manager.send(`${path}/merchant`, { ...account, baseVersion: '2' })

    expect(change.statusCode).toBe(409)
    expect(change.body).toContain('Somebody is paying just now')
    expect(await merchant()).toMatchObject({ merchantCode: 'MBEFORE', version: 2 })
    await db.update(payments).set({ state: 'expired' })
    const later = await manager.send(`${path}/merchant`, { ...account, baseVersion: '2' })
    expect(later.statusCode).toBe(303)
    expect(await merchant()).toMatchObject({ merchantCode: 'MTEST', version: 3 })
  })

  it('can be switched off and on again', async () => {
    const off = await manager.send(`${path}/merchant-activity`, { baseVersion: '3', active: 'off' })
    expect(off.statusCode).toBe(303)
    expect(await merchant()).toMatchObject({ active: false, version: 4 })
    expect((await manager.look(path)).body).toContain('Use it again')

    const twice = await manager.send(`${path}/merchant-activity`, {
      baseVersion: '3',
      active: 'on',
    })
    expect(twice.statusCode).toBe(409)
    await manager.send(`${path}/merchant-activity`, { baseVersion: '4', active: 'on' })
    expect(await merchant()).toMatchObject({ active: true, version: 5 })
  })

  it('keeps a seal that is renewed at the moment at which its words are saved', async () => {
    const resealed = { sealedCredentials: 'sealed anew' }
    const { apiKey: _none, ...words } = account
    const { saving } = await db.transaction(async (rotation) => {
      await rotation.update(merchants).set(resealed).where(eq(merchants.pageId, page.id))
      const saving = manager.send(`${path}/merchant`, { ...words, baseVersion: '5' })
      await untilTheyWait(db)
      return { saving }
    })

    expect((await saving).statusCode).toBe(303)
    expect(await merchant()).toMatchObject({ name: 'The Mill', version: 6, ...resealed })
  })
})

async function aPaymentUnderWay(merchantId: string): Promise<void> {
  const [order] = await db
    .insert(orders)
    .values({
      requestKey: sql`gen_random_uuid()`,
      accessKey: 'key',
      merchantId,
      currency: 'GBP',
      itemsMinor: 100,
      totalMinor: 100,
      heldUntil: sql`now()`,
    })
    .returning()
  await db.insert(payments).values({
    orderId: order?.id ?? '',
    attempt: 1,
    merchantId,
    reference: 'under-way',
    webhookKey: 'under-way',
    merchantCode: 'MTEST',
    amountMinor: 100,
    currency: 'GBP',
    state: 'pending',
    validUntil: sql`now()`,
  })
}
