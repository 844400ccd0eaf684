import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { asc, eq } from 'drizzle-orm'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { orders } from '@rose-ash/shared/db/models/cart'
import { invoices } from '@rose-ash/shared/db/models/cart-invoices'
import { createServices } from '@rose-ash/shared/services/registry'
import { aPage, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { theCooperative } from '../testing/merchants.ts'
import { InvoiceContent } from './content.ts'
import { issueFor } from './testing/issue.ts'
import { aPaidOrder, ownMerchant } from './testing/a-paid-order.ts'

const { db, url } = await testDatabase()
const config = testConfig('cart', { databaseUrl: url })
const shop = {
  config,
  services: createServices({ origins: config.origins, handle: 'rose', admins: [] }),
}
const ours = await theCooperative(db)
const page = await aPage(db)
const year = new Date().getFullYear()

const aMerchant = async () => {
  const { id: pageId } = await aPage(db)
  const [row] = await db.insert(merchants).values(ownMerchant(pageId)).returning()
  if (!row) throw new Error('an insert answers its row')
  return { merchantId: row.id, pageId }
}
const issue = (orderId: string) => db.transaction((tx) => issueFor(tx, shop, orderId))
const numbersOf = async (merchantId: string) => {
  const rows = await db
    .select({ number: invoices.number })
    .from(invoices)
    .where(eq(invoices.merchantId, merchantId))
    .orderBy(asc(invoices.number))
  return rows.map(({ number }) => number)
}
const contentOf = async (id: string | null) => {
  const [row] = await db
    .select()
    .from(invoices)
    .where(eq(invoices.id, id ?? ''))
  return InvoiceContent.parse(row?.content)
}
const upTo = (last: number) => Array.from({ length: last }, (_one, place) => place + 1)

describe('numbers of invoices', () => {
  it('have no gap and no double among sixty orders at once, some of which come to nothing', async () => {
    const both = [await aMerchant(), await aMerchant()]
    const placed = await Promise.all(
      upTo(60).map((place) => {
        const merchant = both[place % 2]
        if (!merchant) throw new Error('there are two')
        return aPaidOrder(db, merchant)
      }),
    )

    await Promise.allSettled(
      placed.map(({ order }, place) =>
        db.transaction(async (tx) => {
          await issueFor(tx, shop, order.id)
          if (place % 5 === 0) throw new Error('comes to nothing')
        }),
      ),
    )

    const [first, second] = await Promise.all(both.map(({ merchantId }) => numbersOf(merchantId)))
    expect([first, second]).toEqual([upTo(24), upTo(24)])
  })

  it('are taken by nobody who is killed', async () => {
    const merchant = await aMerchant()
    const [one, two] = [await aPaidOrder(db, merchant), await aPaidOrder(db, merchant)]
    const file = fileURLToPath(new URL('testing/issue-and-wait.ts', import.meta.url))
    const child = spawn(process.execPath, [file, JSON.stringify(config), one.order.id], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')

    child.kill('SIGKILL')
    await once(child, 'exit')
    await issue(two.order.id)
    await issue(one.order.id)

    expect(await numbersOf(merchant.merchantId)).toEqual([1, 2])
    expect((await contentOf(await issue(two.order.id))).number).toBe(`${year}-0001`)
  })

  it('are each order’s own, however often it is asked', async () => {
    const merchant = await aMerchant()
    const { order } = await aPaidOrder(db, merchant)

    const ids = await Promise.all(upTo(5).map(() => issue(order.id)))

    expect(new Set(ids).size).toBe(1)
    expect(await numbersOf(merchant.merchantId)).toEqual([1])
    const { order: next } = await aPaidOrder(db, merchant)
    await issue(next.id)
    expect(await numbersOf(merchant.merchantId)).toEqual([1, 2])
  })

  it('are given to nothing that is free or was not sold', async () => {
    const merchant = await aMerchant()
    const { order } = await aPaidOrder(db, merchant)
    const free = { itemsMinor: 0, discountMinor: 0, feesMinor: 0, totalMinor: 0 }
    await db.update(orders).set(free).where(eq(orders.id, order.id))
    const { order: late } = await aPaidOrder(db, { ...merchant, state: 'paid_late' })

    expect([await issue(order.id), await issue(late.id)]).toEqual([null, null])
    expect(await numbersOf(merchant.merchantId)).toEqual([])
  })
})

describe('what an invoice says', () => {
  it('is frozen: the seller, the buyer, what it cost, and how it was paid', async () => {
    const { order } = await aPaidOrder(db, { merchantId: ours, pageId: page.id })

    const content = await contentOf(await issue(order.id))

    expect(content).toEqual({
      kind: 'invoice',
      number: expect.stringMatching(/^\d{4}-\d{4}$/) as string,
      issuedAt: expect.any(String) as string,
      currency: 'GBP',
      locale: config.locale,
      zone: config.timeZone,
      seller: {
        name: config.cooperative.name,
        address: config.cooperative.address,
        taxNumber: '',
        email: config.cooperative.email,
      },
      buyer: {
        name: 'Ada Marsh',
        email: 'ada@rose-ash.example',
        address: ['12 Long Row', 'WN4 3AB Wendle'],
      },
      order: { number: order.number, placedAt: order.placedAt?.toISOString() },
      lines: [
        {
          title: 'Country sourdough',
          detail: '',
          seller: '',
          quantity: 2,
          unitMinor: 880,
          discountMinor: 0,
          totalMinor: 1760,
          rateBasisPoints: 0,
          taxMinor: 0,
        },
        {
          title: 'A mug',
          detail: '',
          seller: '',
          quantity: 1,
          unitMinor: 2400,
          discountMinor: 240,
          totalMinor: 2160,
          rateBasisPoints: 2000,
          taxMinor: 360,
        },
      ],
      fees: [{ title: 'By bicycle', totalMinor: 300, rateBasisPoints: 2000, taxMinor: 50 }],
      itemsMinor: 4160,
      discountMinor: 240,
      feesMinor: 300,
      totalMinor: 4220,
      taxes: [
        { rateBasisPoints: 0, netMinor: 1760, taxMinor: 0, grossMinor: 1760 },
        { rateBasisPoints: 2000, netMinor: 2050, taxMinor: 410, grossMinor: 2460 },
      ],
      paid: [{ how: 'card', amountMinor: 4220, at: expect.any(String) as string }],
      dueMinor: 0,
      due: null,
      corrects: null,
    })
  })

  it('is what is due, when it is paid later', async () => {
    const { order } = await aPaidOrder(db, {
      merchantId: ours,
      pageId: page.id,
      terms: 'on_pickup',
    })

    expect(await contentOf(await issue(order.id))).toMatchObject({
      paid: [],
      dueMinor: 4220,
      due: 'on_pickup',
    })
  })
})
