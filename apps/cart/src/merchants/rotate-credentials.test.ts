import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { aPage, testDatabase } from '@rose-ash/shared/testing'
import { aMerchant } from '../testing/merchants.ts'
import { startShop } from '../testing/start-shop.ts'
import { accountOf } from './account.ts'
import { rotateCredentials } from './rotate-credentials.ts'

const { db } = await testDatabase()
const shop = await startShop()
const [oldKey, newKey] = ['o'.repeat(32), 'n'.repeat(32)]
const withKeys = (...credentialKeys: string[]) => ({
  ...shop,
  config: { ...shop.config, credentialKeys },
})
const [before, between, after] = [withKeys(oldKey), withKeys(newKey, oldKey), withKeys(newKey)]
const aSealed = async () => aMerchant(db, before, { pageId: (await aPage(db)).id })
const [first, second, third] = [await aSealed(), await aSealed(), await aSealed()]
const sealedOf = async (id: string) =>
  (await db.select().from(merchants).where(eq(merchants.id, id)))[0]?.sealedCredentials

describe('a rotation of the credentials’ key', () => {
  it('leaves every merchant open on the way', async () => {
    expect(await accountOf(db, between, first.id)).toMatchObject({ merchantCode: 'MTEST' })
    await expect(accountOf(db, after, first.id)).rejects.toThrow('not ours any more')
  })

  it('names those it cannot open, and seals the others', async () => {
    const { sealedCredentials } = first
    await db.update(merchants).set({ sealedCredentials }).where(eq(merchants.id, third.id))

    expect(await rotateCredentials(db, between.config)).toEqual({
      resealed: 2,
      kept: 0,
      lost: [third.id],
    })

    expect(await accountOf(db, after, first.id)).toMatchObject({ merchantCode: 'MTEST' })
    expect(await accountOf(db, after, second.id)).toMatchObject({ merchantCode: 'MTEST' })
    expect(await sealedOf(third.id)).toBe(sealedCredentials)
  })

  it('changes nothing when it is run again, and goes on where it was stopped', async () => {
    const sealed = await sealedOf(first.id)
    const fourth = await aSealed()

    expect(await rotateCredentials(db, between.config)).toMatchObject({ resealed: 1, kept: 2 })

    expect(await sealedOf(first.id)).toBe(sealed)
    expect(await accountOf(db, after, fourth.id)).toMatchObject({ merchantCode: 'MTEST' })
  })

  it('may be run by two at the same time', async () => {
    await db.delete(merchants).where(eq(merchants.id, third.id))
    const fifth = await aSealed()

    await Promise.all([1, 2].map(() => rotateCredentials(db, between.config)))

    expect(await accountOf(db, after, fifth.id)).toMatchObject({ merchantCode: 'MTEST' })
    expect(await rotateCredentials(db, after.config)).toEqual({ resealed: 0, kept: 4, lost: [] })
  })
})
