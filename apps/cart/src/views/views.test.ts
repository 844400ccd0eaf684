import { fileURLToPath } from 'node:url'
import { missing, sampleRender } from '@rose-ash/shared/views/testing'
import { describe, expect, it } from 'vitest'
import {
  sampleBasket,
  sampleCheckout,
  sampleOrder,
  sampleOrders,
  samplePaidOrder,
} from './samples.ts'

const render = sampleRender(fileURLToPath(new URL('.', import.meta.url)))
const line = '0199d0a0-0000-7000-8000-000000000301'

describe('the basket', () => {
  it('shows every line with its forms, and the total', () => {
    const html = render('basket.njk', sampleBasket)

    expect(html).not.toMatch(missing)
    expect(html.match(/class="basket-line"/g)).toHaveLength(3)
    expect(html.match(new RegExp(`method="post" action="/lines/${line}"`, 'g'))).toHaveLength(3)
    expect(html).toContain(`<button id="less-${line}" name="quantity" value="1"`)
    expect(html).toContain(`<button id="more-${line}" name="quantity" value="3"`)
    expect(html).toContain(`<input id="quantity-${line}" form="typed-${line}" name="quantity"`)
    expect(html).toContain('<button class="link-button" name="quantity" value="0">Remove')
    expect(html).toContain('£73.40')
    expect(html).toContain('action="/checkout"')
    expect(html).toContain('&#8722;£5.00')
    expect(html).toContain('Up from £3.40 since you put it in.')
    expect(html).toContain('£45.00 suggested, £25.00 at least')
    expect(html).toContain('Saved for later')
    expect(html).toContain('This voucher is over.')
    expect(html).toContain('One thing is no longer sold and was taken out.')
  })

  it('tells what is wrong at the line and leads no further', () => {
    const merchants = sampleBasket.merchants.map((one) => ({ ...one, orderable: false }))
    const html = render('basket.njk', { ...sampleBasket, merchants })

    expect(html).toContain('Only 2 left. Choose 2 or fewer to go on.')
    expect(html).not.toContain('action="/checkout"')
  })

  it('suggests something when it is empty', () => {
    const html = render('basket.njk', {
      ...sampleBasket,
      merchants: [],
      saved: [],
      vanished: 0,
    })

    expect(html).not.toMatch(missing)
    expect(html).toContain('Your basket is empty')
    expect(html).toContain('[market/product-cards]')
  })

  it('is counted in the frame of every page', () => {
    const href = 'https://cart.rose-ash.example/'

    expect(render('fragments/cart-mini.njk', { count: 3, href })).toContain('data-basket-count>3<')
    expect(render('fragments/cart-mini.njk', { count: 0, href })).toContain(
      'data-basket-count hidden>',
    )
  })
})

describe('the checkout', () => {
  it('asks a guest for name and address', () => {
    const buyer = { name: '', email: '', signedIn: false }

    const html = render('checkout.njk', { ...sampleCheckout, buyer })

    expect(html).not.toMatch(missing)
    expect(html).toContain('<input type="hidden" name="total" value="7340">')
    expect(html).toContain('name="email" type="email"')
    expect(html).toContain('Pay £73.40')
    expect(html).toContain('Kept for you until <b class="font-semibold">15:55</b>')
    expect(html).toContain('The Old Tannery')
    expect(html).toContain('By cargo bike')
    expect(html).toContain('£3.50')
  })

  it('shows one day of each way, and the others behind it', () => {
    const buyer = { name: 'Ada', email: 'ada@example.org', signedIn: true }

    const html = render('checkout.njk', { ...sampleCheckout, buyer })

    expect(html).toContain('2 other days<span class="sr-only"> for By cargo bike</span>')
    const behind = /<details>(.*?)<\/details>/s.exec(html)?.[1] ?? ''
    expect(valuesIn(behind)).toEqual(['option:2:28', 'option:2:29'])
    expect(valuesIn(html.replace(behind, ''))).toEqual(['pickup:1', 'option:2:27'])
    expect(behind).not.toContain('checked')
  })

  it('knows the address of a member', () => {
    const buyer = { name: 'Ada', email: 'ada@example.org', signedIn: true }

    const html = render('checkout.njk', { ...sampleCheckout, buyer })

    expect(html).toContain('The receipt goes to <b class="font-semibold">ada@example.org</b>')
    expect(html).not.toContain('type="email"')
  })
})

describe('credit', () => {
  const gbp = (amount: number) => ({ amount, currency: 'GBP' })
  const full = { least: gbp(500), most: gbp(25_000), limit: gbp(25_000) }
  const terms = { ...full, suggested: [gbp(1000), gbp(2000)] }

  it('is paid in by a suggested amount or another', () => {
    const html = render('credit/credit.njk', {
      terms,
      form: {},
      requestKey: 'key',
      credit: gbp(3200),
    })

    expect(html).not.toMatch(missing)
    expect(html).toContain('<b class="font-semibold tabular-nums">£32.00</b>')
    expect(html).toContain('name="suggested" value="20.00" checked')
    expect(html).toContain('From £5.00 to £250.00.')
  })

  it('asks for an amount alone where none is suggested', () => {
    const few = { ...terms, most: gbp(800), suggested: [] }

    const html = render('credit/credit.njk', { terms: few, form: {}, requestKey: 'key' })

    expect(html).not.toMatch(missing)
    expect(html).not.toContain('name="suggested"')
    expect(html).toContain('<label for="field-own">How much do you pay in?</label>')
  })

  it.each([
    ['paid', 'It is on your balance'],
    ['expired', 'Nothing was paid in'],
    ['cancelled', 'Nothing was paid in'],
    ['awaiting_payment', 'You can pay it in until'],
  ])('that is %s speaks of no things and no basket', (state, words) => {
    const html = render('orders/order.njk', { order: { ...sampleOrder, kind: 'credit', state } })

    expect(html).not.toMatch(missing)
    expect(html).toContain(words)
    expect(html).not.toContain('Order again')
    expect(html).not.toContain('in your basket')
  })
})

describe('an order', () => {
  it.each([
    ['awaiting_payment', 'We keep everything for you until <b class="font-semibold">15:55</b>'],
    ['paid', 'It is yours'],
    ['paid_late', 'The money is on its way back to you'],
    ['expired', 'The time to pay ran out'],
    ['cancelled', 'You cancelled this order'],
    ['refunded', 'The money went back to you'],
    ['fulfilled', 'You have it'],
    ['partly_refunded', 'Part of the money is going back to you'],
  ])('that is %s says what that means', (state, words) => {
    const html = render('orders/order.njk', { order: { ...sampleOrder, state } })

    expect(html).not.toMatch(missing)
    expect(html).toContain(words)
    expect(html.includes(`action="/orders/${sampleOrder.id}/payments?key=key"`)).toBe(
      state === 'awaiting_payment',
    )
  })

  it('that cost nothing is cancelled, and says nothing of money', () => {
    const free = { ...samplePaidOrder, total: { amount: 0, currency: 'GBP' } }
    const until = { cancellable: true, cancelUntil: new Date('2026-11-22T16:43:00Z') }

    const paid = render('orders/order.njk', { order: free, ...until })
    const cancelled = render('orders/order.njk', { order: { ...free, state: 'refunded' } })

    expect(paid).toContain(
      'Your tickets are void then.</p><button class="button button-quiet">Cancel it</button>',
    )
    expect(paid).not.toContain('money goes back')
    expect(cancelled).toContain(
      'It cost nothing, so no money goes back. Your tickets are no longer valid.',
    )
    expect(cancelled).not.toContain('Money returned')
    expect(cancelled).not.toContain('The money went back')
  })

  it('says when the payment page does not open', () => {
    const html = render('orders/order.njk', { order: sampleOrder, trouble: 'payment' })

    expect(html).toContain('The payment page does not open')
  })

  it('leads to its tickets and tells what happened', () => {
    const html = render('orders/order.njk', { order: samplePaidOrder })

    expect(html).not.toMatch(missing)
    expect(html).toContain('Thank you, Ada Marsh')
    expect(html).toContain(
      'href="https://events.rose-ash.example/tickets/0199d0a0-0000-7000-8000-000000000401?code=RA-7F3K-29QM-X4TD"',
    )
    expect(html).toContain('Sunday 22 November, 15:43')
  })

  it('stands in the list of a member with how it stands', () => {
    const html = render('fragments/order-summary.njk', { orders: sampleOrders, origin: '' })

    expect(html).not.toMatch(missing)
    expect(html).toContain('Order 1042')
    expect(html).toContain('Waiting for payment')
    expect(html).toContain('Money returned')
  })
})

/** The ways that can be chosen, in their order. */
const valuesIn = (html: string) =>
  [...html.matchAll(/name="handover_[^"]*" value="([^"]*)"/g)].map(([, value]) => value)
