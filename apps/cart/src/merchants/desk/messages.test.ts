import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { providerMessages } from '@rose-ash/shared/db/models/cart-payments'
import { testApp, testDatabase } from '@rose-ash/shared/testing'
import { dropOldMessages } from '../../payments/messages/drop-old.ts'
import { createMerchantApp, merchantWorld } from '../../testing/merchant-app.ts'
import { aMerchant } from '../../testing/merchants.ts'
import { startShop } from '../../testing/start-shop.ts'

const { db, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createMerchantApp, { ...shop.config, databaseUrl })
const { page, manager, member } = await merchantWorld(app)
const { id } = await aMerchant(db, shop, { pageId: page.id })

describe('the messages of a merchant', () => {
  it('are shown to who runs its page, fifty at a time, and never another’s', async () => {
    const common = { method: 'GET', tookMs: 3, status: 200 }
    const rows = Array.from({ length: 60 }, (_none, at) => ({
      ...common,
      merchantCode: 'MTEST',
      path: `/ours/${at}/`,
    }))
    await db.insert(providerMessages).values(rows)
    await db.insert(providerMessages).values({ ...common, merchantCode: 'MX', path: '/theirs' })

    const first = (await manager.look(`/desk/merchants/${id}/messages`)).body
    const next = /messages\?before=\d+/.exec(first)?.[0]
    const second = (await manager.look(`/desk/merchants/${id}/${next}`)).body

    expect(first.match(/\/ours\/\d+\//g)).toHaveLength(50)
    expect(second.match(/\/ours\/\d+\//g)).toHaveLength(10)
    expect(first + second).not.toContain('/theirs')
    expect(second).not.toContain('Older ones')
    expect((await member.look(`/desk/merchants/${id}/messages`)).statusCode).toBe(403)
  })

  it('are dropped after a year', async () => {
    await db.delete(providerMessages)
    const message = { method: 'GET', tookMs: 3, status: 200, merchantCode: 'MTEST' }
    await db.insert(providerMessages).values([
      { ...message, path: '/old', at: sql`now() - interval '366 days'` },
      { ...message, path: '/kept', at: sql`now() - interval '364 days'` },
    ])

    await dropOldMessages(db)

    const left = await db.select({ path: providerMessages.path }).from(providerMessages)
    expect(left).toEqual([{ path: '/kept' }])
  })
})
