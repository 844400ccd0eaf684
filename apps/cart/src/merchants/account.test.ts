import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { money } from '@rose-ash/shared/money'
import { aPage, testDatabase } from '@rose-ash/shared/testing'
import { aCheckout } from '../testing/a-checkout.ts'
import { aMerchant, theCooperative } from '../testing/merchants.ts'
import { startShop } from '../testing/start-shop.ts'
import { accountOf } from './account.ts'
import { credentialSafe } from './credentials.ts'

const { db } = await testDatabase()
const shop = await startShop()

describe('a merchant’s account', () => {
  it('of the cooperative is what the configuration says', async () => {
    const merchantId = await theCooperative(db)

    const account = await accountOf(db, shop, merchantId)

    expect(account).toMatchObject({ merchantId, merchantCode: 'MTEST' })
    const { checkoutId } = await account.provider.openCheckout(aCheckout())
    expect(await account.provider.readCheckout(checkoutId)).toMatchObject({
      merchantCode: 'MTEST',
      total: money(2345, 'GBP'),
    })
  })

  it('of a page is asked with the key of its row', async () => {
    const mill = await aMerchant(db, shop, { pageId: (await aPage(db)).id, apiKey: 'sup_sk_wrong' })

    const before = await accountOf(db, shop, mill.id)
    await expect(before.provider.openCheckout(aCheckout())).rejects.toThrow('401')

    const sealedCredentials = credentialSafe(shop.config).seal('sup_sk_test', mill.id)
    await db.update(merchants).set({ sealedCredentials }).where(eq(merchants.id, mill.id))
    const { provider } = await accountOf(db, shop, mill.id)
    expect(await provider.openCheckout(aCheckout())).toHaveProperty('payUrl')
  })

  it('does not open with the sealed key of another row', async () => {
    const mill = await aMerchant(db, shop, { pageId: (await aPage(db)).id })
    const oven = await aMerchant(db, shop, { pageId: (await aPage(db)).id })
    const { sealedCredentials } = mill
    await db.update(merchants).set({ sealedCredentials }).where(eq(merchants.id, oven.id))

    await expect(accountOf(db, shop, oven.id)).rejects.toThrow('unable to authenticate')
  })

  it('of nobody is not found', async () => {
    await expect(accountOf(db, shop, randomUUID())).rejects.toThrow('no such merchant')
  })
})
