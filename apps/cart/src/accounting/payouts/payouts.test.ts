import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { ledgerEntries, payoutRuns, producerPayouts } from '@rose-ash/shared/db/models/cart-ledger'
import { aPage, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { convert } from 'xmlbuilder2'
import { enterRefund } from '../../ledger/enter-refund.ts'
import { aMerchant, anOrder, aPayment, aRefund, enterSale } from '../../ledger/testing/books.ts'
import { merchantWorld } from '../../testing/merchant-app.ts'
import { createAccounting } from '../testing/accounting-app.ts'
import { decimal } from './bank-file.ts'

const { db, url: databaseUrl } = await testDatabase()
const app = await testApp(createAccounting, testConfig('cart', { databaseUrl }))
const { admin, manager, member, stranger, page } = await merchantWorld(app)
const iban = 'GB29NWBK60161331926819'
const name = 'Rose Ash'

async function aProducer({ title = 'Kiln Lane', pageId = '' } = {}) {
  const id = pageId || (await aPage(db, { title })).id
  const bank = { payoutName: title, payoutIban: 'DE89370400440532013000' }
  await db.insert(sellers).values({ pageId: id, feeBasisPoints: 1000, ...bank })
  return id
}

async function sell(pageId: string, unitMinor: number, merchantId?: string) {
  const { order, lines } = await anOrder(db, {
    lines: [{ pageId, unitMinor, rate: 2000 }],
    ...(merchantId && { merchantId }),
  })
  const payment = await aPayment(db, order)
  await enterSale(db, order.id)
  return { order, payment, lineId: lines[0]?.id ?? '' }
}

const pay = (pageId: string, minor: number, requestKey: string = randomUUID()) =>
  admin.send('/desk/payouts', { requestKey, name, iban, pay: `${pageId}:${minor}` })
const payoutsOf = (pageId: string) =>
  db.select().from(producerPayouts).where(eq(producerPayouts.pageId, pageId))

describe('paying suppliers', () => {
  it('is the business of administrators, and a statement that of its managers too', async () => {
    const statement = `/desk/payouts/producers/${page.id}`
    const statuses = async (url: string) =>
      Promise.all(
        [stranger, member, manager, admin].map(async (who) => (await who.look(url)).statusCode),
      )

    expect(await statuses('/desk/payouts')).toEqual([303, 403, 403, 200])
    expect(await statuses(statement)).toEqual([303, 403, 200, 200])
    expect(
      (await manager.send('/desk/payouts', { requestKey: randomUUID(), name, iban })).statusCode,
    ).toBe(403)
  })

  it('pays what is owed once, however often the form is sent', async () => {
    const pageId = await aProducer()
    await sell(pageId, 1200)
    const requestKey = randomUUID()

    // 1000 net, a fee of 100 and 20 on it in tax.
    const answers = await Promise.all([1, 2, 3].map(() => pay(pageId, 880, requestKey)))

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303])
    expect(await payoutsOf(pageId)).toMatchObject([{ amountMinor: 880, runId: requestKey }])
    const [payout] = await payoutsOf(pageId)
    const key = `producer-payout:${payout?.id}`
    expect(await db.$count(ledgerEntries, eq(ledgerEntries.key, key))).toBe(1)
    const { body } = await admin.look(`/desk/payouts/producers/${pageId}`)
    expect(body).toContain('Since the payout of')
    expect((await pay(pageId, 1)).statusCode).toBe(409)
    expect(await payoutsOf(pageId)).toHaveLength(1)
  })

  it('keeps what was typed and who was chosen when the form is refused, and pays nobody', async () => {
    const [chosen, left] = [await aProducer(), await aProducer()]
    for (const pageId of [chosen, left]) await sell(pageId, 1200)
    const typed = { requestKey: randomUUID(), name: 'Petra Ash', iban: 'GB00 BAD' }

    const [slip, nobody] = [
      await admin.send('/desk/payouts', { ...typed, pay: `${chosen}:880` }),
      await admin.send('/desk/payouts', { ...typed, iban }),
    ]

    expect([slip.statusCode, nobody.statusCode]).toEqual([400, 400])
    expect(slip.body).toContain('That is not an IBAN.')
    expect(slip.body).toContain('value="GB00 BAD"')
    expect(slip.body).toContain('value="Petra Ash"')
    expect(slip.body).toMatch(new RegExp(`value="${chosen}:880"[^>]* checked`))
    expect(slip.body).not.toMatch(new RegExp(`value="${left}:880"[^>]* checked`))
    expect(nobody.body).toContain('Choose whom to pay.')
    expect(await payoutsOf(chosen)).toEqual([])
  })

  it('pays one of many runs that want the same money', async () => {
    const pageId = await aProducer()
    await sell(pageId, 1200)

    const answers = await Promise.all(Array.from({ length: 8 }, () => pay(pageId, 880)))

    const statuses = answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)
    expect(statuses).toEqual([303, ...Array.from({ length: 7 }, () => 409)])
    expect(await payoutsOf(pageId)).toHaveLength(1)
    expect(
      await db.$count(
        payoutRuns,
        sql`not exists (select from ledger.producer_payouts paid
      where paid.run_id = ${payoutRuns.id})`,
      ),
    ).toBe(0)
  })

  it('shows who owes us, and does not pay them', async () => {
    const pageId = await aProducer({ title: 'Owing Orchard' })
    const { order, payment, lineId } = await sell(pageId, 1200)
    await pay(pageId, 880)
    const lines = [{ lineId, amountMinor: 1200 }]
    const orderId = order.id
    await enterRefund(
      db,
      await aRefund(db, { orderId, paymentId: payment.id, amountMinor: 1200, lines }),
    )

    const { body } = await admin.look('/desk/payouts')

    expect(body).toContain('-£8.80')
    expect(body).toContain('They owe us. Not paid.')
    expect(body).not.toContain(`value="${pageId}:`)
    expect((await pay(pageId, 880)).statusCode).toBe(409)
  })

  it('owes a page with a merchant of its own nothing but asks for the fee', async () => {
    const pageId = await aProducer({ title: 'Own Till' })
    await sell(pageId, 1200, await aMerchant(db, pageId))

    const { body } = await admin.look(`/desk/payouts/producers/${pageId}`)

    expect(body).toContain('Owed by you')
    expect(body).toContain('-£1.20')
  })

  it('explains a statement line by line, from the last payout on', async () => {
    const pageId = await aProducer({ pageId: page.id, title: 'The Mill' })
    await sell(pageId, 1200)
    await pay(pageId, 880)
    const { order } = await sell(pageId, 600)

    const { body } = await manager.look(`/desk/payouts/producers/${pageId}`)

    const cells = [...body.matchAll(/<td class="number">(?:<strong>)?([^<]*)/g)].map(
      ([, text]) => text,
    )
    expect(cells.slice(0, 6)).toEqual(['£0.00', '£5.00', '£0.00', '-£0.50', '-£0.10', '£4.40'])
    expect(body).toContain(`<td>${order.number}</td>`)
  })
})

describe('the file for the bank', () => {
  it('names every transfer with amount, account and its own id', async () => {
    const pageId = await aProducer({ title: 'Töpferei & Söhne' })
    await sell(pageId, 1200)
    const requestKey = randomUUID()
    await pay(pageId, 880, requestKey)
    const [payout] = await payoutsOf(pageId)

    const { body, headers } = await admin.look(`/desk/payouts/runs/${requestKey}/bank-file.xml`)
    const again = await admin.look(`/desk/payouts/runs/${requestKey}/bank-file.xml`)

    expect(headers['content-type']).toBe('application/xml; charset=utf-8')
    expect(again.body).toBe(body)
    const { Document } = convert(body, { format: 'object' }) as unknown as { Document: object }
    expect(Document).toMatchObject({
      '@xmlns': 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09',
      CstmrCdtTrfInitn: {
        GrpHdr: { MsgId: requestKey.replaceAll('-', ''), NbOfTxs: '1', CtrlSum: '8.80' },
        PmtInf: {
          PmtMtd: 'TRF',
          Dbtr: { Nm: name },
          DbtrAcct: { Id: { IBAN: iban } },
          CdtTrfTxInf: {
            PmtId: { EndToEndId: payout?.id.replaceAll('-', '') },
            Amt: { InstdAmt: { '@Ccy': 'GBP', '#': '8.80' } },
            Cdtr: { Nm: 'Topferei + Sohne' },
            CdtrAcct: { Id: { IBAN: 'DE89370400440532013000' } },
          },
        },
      },
    })
    const csv = (await admin.look(`/desk/payouts/runs/${requestKey}/list.csv`)).body
    expect(csv).toContain(`Töpferei & Söhne,DE89370400440532013000,8.80,GBP,${payout?.id}`)
    expect((await manager.look(`/desk/payouts/runs/${requestKey}`)).statusCode).toBe(403)
    expect((await admin.look(`/desk/payouts/runs/${requestKey}`)).body).toContain('£8.80')
  })

  it('writes amounts with the decimals of their currency', () => {
    const cases = [
      decimal({ amount: 5, currency: 'GBP' }),
      decimal({ amount: -1250, currency: 'EUR' }),
    ]
    expect([...cases, decimal({ amount: 500, currency: 'JPY' })]).toEqual(['0.05', '-12.50', '500'])
  })
})
