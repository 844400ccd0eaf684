import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { merchants, sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { testApp, testDatabase } from '@rose-ash/shared/testing'
import { createMerchantApp, merchantWorld } from '../../testing/merchant-app.ts'
import { startShop } from '../../testing/start-shop.ts'

const { db, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createMerchantApp, { ...shop.config, databaseUrl })
const { page, manager, admin } = await merchantWorld(app)
const path = `/desk/sellers/${page.id}`

const terms = { baseVersion: '0', cancelMinutes: '30', onPickup: 'on' }
const termsNow = async () => (await db.select().from(sellers).where(eq(sellers.pageId, page.id)))[0]

describe('the terms of a page', () => {
  it('are changed by its manager, but not what the cooperative keeps', async () => {
    const fee = await manager.send(path, { ...terms, feeBasisPoints: '0' })
    expect(fee.statusCode).toBe(403)
    expect(await termsNow()).toBeUndefined()

    expect((await manager.send(path, terms)).statusCode).toBe(303)

    expect(await termsNow()).toEqual({
      pageId: page.id,
      feeBasisPoints: 0,
      feeTaxRateBasisPoints: 2000,
      onAccount: false,
      onPickup: true,
      cancelMinutes: 30,
      donations: false,
      payoutName: '',
      payoutIban: '',
      version: 1,
    })
  })

  it('have a fee that an administrator says', async () => {
    const fees = { feeBasisPoints: '7.5', feeTaxRateBasisPoints: '20' }

    expect((await admin.send(path, { ...terms, ...fees, baseVersion: '1' })).statusCode).toBe(303)

    expect(await termsNow()).toMatchObject({ feeBasisPoints: 750, version: 2 })
    const shown = (await manager.look(path)).body
    expect(shown).toContain('The cooperative keeps 7.5%')
    expect(shown).not.toContain('name="feeBasisPoints"')
    await manager.send(path, { ...terms, baseVersion: '2', donations: 'on' })
    expect(await termsNow()).toMatchObject({ feeBasisPoints: 750, donations: true, version: 3 })
  })

  it('take an IBAN only without slips, and with a name', async () => {
    const bank = { ...terms, baseVersion: '3', payoutName: 'Mill Ltd' }

    const slip = await manager.send(path, { ...bank, payoutIban: 'GB29 NWBK 6016 1331 9268 91' })
    const nameless = await manager.send(path, {
      ...bank,
      payoutName: '',
      payoutIban: 'GB29 NWBK 6016 1331 9268 19',
    })

    expect([slip.statusCode, nameless.statusCode]).toEqual([400, 400])
    expect(slip.body).toContain('This IBAN has a slip in it')
    expect(slip.body).toContain('GB29 NWBK 6016 1331 9268 91')
    expect(await termsNow()).toMatchObject({ payoutIban: '', version: 3 })
    await manager.send(path, { ...bank, payoutIban: 'gb29 nwbk 6016 1331 9268 19' })
    expect(await termsNow()).toMatchObject({
      payoutName: 'Mill Ltd',
      payoutIban: 'GB29NWBK60161331926819',
    })
  })

  it('are not overwritten by an old form', async () => {
    const before = await termsNow()

    const stale = await manager.send(path, { ...terms, baseVersion: '1' })
    const first = await manager.send(path, terms)

    expect([stale.statusCode, first.statusCode]).toEqual([409, 409])
    expect(await termsNow()).toEqual(before)
  })
})

describe('the cooperative’s own account', () => {
  it('has words of its own where an administrator wrote some', async () => {
    const form = { baseVersion: '1', name: '', address: '', taxNumber: 'GB 999' }

    expect((await admin.send('/desk/merchants/cooperative', form)).statusCode).toBe(303)

    const [row] = await db
      .select()
      .from(merchants)
      .where(sql`page_id is null`)
    expect(row).toMatchObject({ name: null, address: [], taxNumber: 'GB 999', merchantCode: null })
    expect((await admin.send('/desk/merchants/cooperative', form)).statusCode).toBe(409)
  })
})
