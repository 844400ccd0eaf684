import { describe, expect, it } from 'vitest'

import { aDayOfTrade } from '../src/testing/a-day-of-trade.ts'
import { press } from '../src/testing/buyer.ts'
import { anOrder, bakery, coop } from '../src/testing/start-sandbox.ts'
import { spec } from './spec.ts'
import { declaredElsewhere, implemented } from './sumup-spec.ts'

if (spec === undefined) {
  console.info('Not compared with SumUp’s specification: ROSE_ASH_SHARED is not set.')
}

interface Ask {
  path?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  key?: string
}

/** Ids of a day of trade; every case has a day of its own. */
interface Day {
  paid: string
  declined: string
  charge: string
}

const november = { start_date: '2026-11-01', end_date: '2026-11-30' }
const stranger = { key: 'sup_sk_unknown' }
const baker = { key: 'sup_sk_bakery' }
const unknown = { path: { checkout_id: 'x', transaction_id: 'x', merchant_code: coop.code } }

const cases: [operationId: string, status: number, ask: (day: Day) => Ask][] = [
  ['GetPaymentMethods', 200, () => ({ query: { amount: '9.99', currency: 'GBP' } })],
  ['GetPaymentMethods', 400, () => ({ query: { amount: '9.99' } })],
  ['GetPaymentMethods', 401, () => stranger],
  ['CreateCheckout', 201, () => ({ body: aFullOrder({ checkout_reference: 'order-9' }) })],
  ['CreateCheckout', 400, () => ({ body: anOrder({ amount: undefined }) })],
  ['CreateCheckout', 401, () => ({ body: aFullOrder(), ...stranger })],
  ['CreateCheckout', 403, () => ({ body: aFullOrder(), ...baker })],
  ['CreateCheckout', 409, () => ({ body: aFullOrder() })],
  ['ListCheckouts', 200, () => ({ query: { checkout_reference: 'order-1' } })],
  ['ListCheckouts', 401, () => stranger],
  ['GetCheckout', 200, ({ paid }) => ({ path: { checkout_id: paid } })],
  ['GetCheckout', 401, () => stranger],
  ['GetCheckout', 404, () => unknown],
  ['UpdateCheckout', 200, () => ({ body: { amount: 1.5, valid_until: null } })],
  ['UpdateCheckout', 400, () => ({ body: { amount: -1 } })],
  ['UpdateCheckout', 401, () => ({ body: {}, ...stranger })],
  ['UpdateCheckout', 404, () => ({ body: {}, ...unknown })],
  ['UpdateCheckout', 409, ({ paid }) => ({ body: {}, path: { checkout_id: paid } })],
  ['DeactivateCheckout', 200, () => ({})],
  ['DeactivateCheckout', 401, () => stranger],
  ['DeactivateCheckout', 404, () => unknown],
  ['DeactivateCheckout', 409, ({ paid }) => ({ path: { checkout_id: paid } })],
  ['RefundTransaction', 201, () => ({ body: { amount: 0.05 } })],
  ['RefundTransaction', 400, () => ({ body: { amount: 0 } })],
  ['RefundTransaction', 401, () => stranger],
  ['RefundTransaction', 403, () => baker],
  ['RefundTransaction', 404, () => unknown],
  ['RefundTransaction', 409, ({ declined }) => ({ path: { transaction_id: declined } })],
  ['RefundTransaction', 422, () => ({ body: { amount: 100 } })],
  ['GetTransactionV2.1', 200, ({ charge }) => ({ query: { id: charge } })],
  ['GetTransactionV2.1', 401, () => stranger],
  ['GetTransactionV2.1', 404, () => ({ query: { id: 'x' } })],
  ['ListTransactionsV2.1', 200, () => ({ query: { limit: '2', order: 'descending' } })],
  ['ListTransactionsV2.1', 400, () => ({ query: { limit: 'all' } })],
  ['ListTransactionsV2.1', 401, () => stranger],
  ['ListPayoutsV1', 200, () => ({ query: november })],
  ['ListPayoutsV1', 400, () => ({})],
  ['ListPayoutsV1', 401, () => ({ query: november, ...stranger })],
  ['GetReceipt', 200, () => ({ query: { mid: coop.code } })],
  ['GetReceipt', 400, () => ({ query: { mid: bakery.code } })],
  ['GetReceipt', 401, () => ({ query: { mid: coop.code }, ...stranger })],
  ['GetReceipt', 404, () => ({ query: { mid: coop.code, tx_event_id: '1' } })],
  ['GetMerchant', 200, () => ({})],
  ['GetMerchant', 401, () => stranger],
  ['GetMerchant', 404, () => baker],
]

describe.skipIf(spec === undefined)('the sandbox, held against SumUp’s specification', () => {
  it('has only operations that SumUp has', () => {
    const known = spec?.endpoints.map(({ operation }) => operation.operationId)

    expect(new Set(known)).toEqual(implemented)
  })

  it.each(cases)('%s answers %i as specified', async (operationId, status, ask) => {
    const answer = await exchange(operationId, ask)

    expect(answer.status).toBe(status)
  })

  it('gives every answer that is declared, and few that are not', () => {
    const declared = new Set(spec?.declared())

    expect(spec?.checked).toEqual(declared.union(new Set(declaredElsewhere.keys())))
    console.info(
      `Compared with SumUp’s specification: ${implemented.size} operations, ${declared.size} ` +
        `answers as declared, ${declaredElsewhere.size} as declared for a neighbour.`,
    )
  })
})

describe.skipIf(spec === undefined)('the comparison itself', () => {
  const checkout = { checkout_reference: 'order-1', amount: 10.1, currency: 'GBP' }
  const one = {
    method: 'GET',
    url: new URL('http://127.0.0.1/v0.1/checkouts/1'),
    requestBody: undefined,
    status: 200,
    contentType: 'application/json; charset=utf-8',
  }

  it.each([
    ['a wrong type', { ...checkout, amount: '10.10' }, '/amount must be number'],
    ['a foreign value', { ...checkout, status: 'LOST' }, '/status must be equal to one of'],
    ['a wrong time', { ...checkout, date: '28.11.2026' }, '/date must match format'],
    ['an invented name', { ...checkout, colour: 'red' }, '/colour is not named'],
    ['one deep inside', { transactions: [{ colour: 'red' }] }, '/transactions/…/colour is not'],
  ])('finds %s', (_what, answer, found) => {
    expect(() => spec?.check({ ...one, answer: JSON.stringify(answer) })).toThrow(found)
  })

  it('finds an undeclared answer, parameter and request', () => {
    const answer = JSON.stringify(checkout)
    const url = new URL('http://127.0.0.1/v0.1/checkouts')
    const create = { ...one, method: 'POST', url, status: 201, answer }

    expect(() => spec?.check({ ...one, answer, status: 418 })).toThrow('no application/json')
    expect(() => spec?.check({ ...one, answer, url: new URL('?page=2', one.url) })).toThrow(
      'no parameter page is declared',
    )
    expect(() => spec?.check({ ...create, requestBody: '{"amount":1}' })).toThrow(
      "must have required property 'checkout_reference'",
    )
  })
})

function aFullOrder(more: object = {}): object {
  return anOrder({
    return_url: 'https://cart.example/sumup/7f3a',
    redirect_url: 'https://cart.example/orders/1',
    valid_until: '2026-12-01T10:30:00Z',
    customer_id: 'member-1',
    purpose: 'CHECKOUT',
    ...more,
  })
}

/** Asks as the specification writes it; every fetch is checked against it. */
async function exchange(operationId: string, ask: (day: Day) => Ask): Promise<Response> {
  const endpoint = spec?.endpoints.find(({ operation }) => operation.operationId === operationId)
  const { url, shop, clock, paid, declined } = await aDayOfTrade()
  const waiting = await shop.checkouts.create(anOrder({ checkout_reference: 'order-3' }))
  await press(waiting.hosted_checkout_url, 'decline')
  const [ofPaid] = await shop.checkouts.list({ checkout_reference: 'order-1' })
  clock.passMinutes(24 * 60)
  const asked = ask({ paid: ofPaid.id, declined: declined.id, charge: paid.id })
  const names: Record<string, string> = {
    merchant_code: coop.code,
    checkout_id: waiting.id,
    transaction_id: paid.id,
    ...asked.path,
  }
  const path = endpoint?.path.replaceAll(/\{(\w+)\}/g, (_whole, name) => names[name] ?? '')
  return fetch(`${url}${path}?${new URLSearchParams(asked.query).toString()}`, {
    method: endpoint?.method ?? '',
    headers: {
      authorization: `Bearer ${asked.key ?? 'sup_sk_coop'}`,
      'content-type': 'application/json',
    },
    ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
  })
}
