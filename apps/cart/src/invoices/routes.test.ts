import { createApp } from '@rose-ash/shared/app'
import { roles } from '@rose-ash/shared/db/models/account'
import { refunds } from '@rose-ash/shared/db/models/cart-payments'
import {
  aPage,
  aPerson,
  signedIn,
  testApp,
  testConfig,
  testDatabase,
} from '@rose-ash/shared/testing'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readPdf } from '../papers/testing/read-pdf.ts'
import { theCooperative } from '../testing/merchants.ts'
import { issueCreditNote } from './issue-credit-note.ts'
import { issueFor } from './testing/issue.ts'
import { papersOf } from './queries.ts'
import { invoiceRoutes } from './routes.ts'
import { aPaidOrder } from './testing/a-paid-order.ts'

const { db, url } = await testDatabase()
const config = testConfig('cart', { databaseUrl: url })
const views = new URL('../views/', import.meta.url)
const app = await testApp((own) => createApp(own, { views, features: [invoiceRoutes] }), config)
const [owner, admin, other] = [await aPerson(db), await aPerson(db), await aPerson(db)]
await db.insert(roles).values({ personId: admin.id, role: 'admin' })
const merchantId = await theCooperative(db)
const { id: pageId } = await aPage(db)
const shop = { services: app.services, config }

const look = async (path: string, person?: typeof owner) =>
  app.inject({ url: path, headers: person ? await signedIn(app, person) : {} })

describe('an order’s papers', () => {
  it('open for its buyer, for whoever has its key, and for administrators', async () => {
    const { order } = await aPaidOrder(db, { merchantId, pageId, personId: owner.id })
    await issueFor(db, shop, order.id)
    const amount = { amountMinor: 100, currency: 'GBP', reason: 'goodwill' as const }
    const [refund] = await db
      .insert(refunds)
      .values({ ...amount, orderId: order.id, requestKey: randomUUID(), method: 'cash' })
      .returning()
    await issueCreditNote(db, shop, refund?.id ?? '')

    const papers = await papersOf(db, order.id)
    expect(papers.map(({ kind }) => kind)).toEqual(['invoice', 'credit_note'])
    for (const { path, number, kind } of papers) {
      const asked = [
        await look(path),
        await look(path, other),
        await look(`${path}?key=wrong`, other),
        await look(path, owner),
        await look(path, admin),
        await look(`${path}?key=${order.accessKey}`),
      ]
      expect(asked.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 200, 200, 200])
      const { headers, rawPayload } = await look(path, owner)
      expect(headers).toMatchObject({
        'content-type': 'application/pdf',
        'cache-control': 'private, max-age=86400',
        'content-disposition': `inline; filename="${kind.replace('_', '-')}-${number}.pdf"`,
      })
      const words = kind === 'invoice' ? 'Invoice' : 'Credit note'
      expect((await readPdf(rawPayload)).title).toBe(`${words} ${number}`)
    }
  })

  it('are not there before they are written, nor below another order', async () => {
    const one = await aPaidOrder(db, { merchantId, pageId, personId: owner.id })
    const two = await aPaidOrder(db, { merchantId, pageId, personId: owner.id })
    const invoiceId = await issueFor(db, shop, one.order.id)

    const missing = await look(`/orders/${two.order.id}/invoice.pdf`, owner)
    const wrong = await look(`/orders/${two.order.id}/credit-notes/${invoiceId}.pdf`, owner)

    expect([missing.statusCode, wrong.statusCode]).toEqual([404, 404])
  })
})
