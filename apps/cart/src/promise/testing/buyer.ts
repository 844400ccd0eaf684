import { randomInt, randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { addJob } from '@rose-ash/shared/jobs'
import { endHoldOf } from './pass-time.ts'
import type { Plan } from './schedule.ts'

/** What a buyer walks through. */
export interface Shopping {
  db: Db
  /** Where the cart is now. */
  origin(): string
  /** Waits until there is a cart again. */
  revived(): Promise<void>
  merchantId: string
  ticketTypeId: string
  variantId: string
  slotId: string
  voucherCode: string
  /** Told of answers that no page should give. */
  onFailure(failure: string): void
}

/** What stops a buyer: they are refused, or give up after the cart died. */
class Stopped extends Error {}

/** Buys as planned. Answers the order, when there is one. */
export async function buy(shopping: Shopping, plan: Plan): Promise<string | undefined> {
  const browser = openBrowser(shopping, plan)
  try {
    await shop(shopping, plan, browser)
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
  }
  return browser.orderId
}

async function shop(shopping: Shopping, plan: Plan, browser: Browser): Promise<void> {
  await fillBasket(shopping, plan, browser)
  const { merchantId: merchant, db } = shopping
  const begun = await browser.send('/checkout', { merchant, request_key: randomUUID() })
  browser.orderId = /\/orders\/([0-9a-f-]+)/.exec(begun)?.[1]
  const [order] = await db
    .select()
    .from(orders)
    .where(eq(orders.id, browser.orderId ?? ''))
  if (!order) throw new Stopped('no order')
  const at = (what: string) => `/orders/${order.id}${what}?key=${order.accessKey}`
  const cancel = (when: Plan['cancels']) =>
    plan.cancels === when ? browser.send(at('/cancellation'), {}) : undefined
  const sleep = (when: Plan['oversleeps']) =>
    plan.oversleeps === when ? oversleep(db, order.id) : undefined
  const form = { total: String(order.totalMinor), name: 'Tom', email: 'tom@rose-ash.example' }
  const ordering = browser.send(at('/checkout'), { ...form, terms: 'online' })
  let [payUrl] = await Promise.all([ordering, cancel('while ordering')])
  await cancel('before paying')
  await sleep('before paying')
  if (!payUrl.includes('/pay/')) payUrl = await browser.send(at('/payments'), {})
  if (plan.pays === 'never' || !payUrl.includes('/pay/')) return
  if (plan.pays === 'after a refused card') await press(payUrl, 'decline')
  await press(payUrl, 'pay')
  await sleep('after paying')
  if (plan.returns) await browser.look(at('/return'))
  await cancel('after paying')
}

async function fillBasket(shopping: Shopping, plan: Plan, browser: Browser): Promise<void> {
  const { tickets, loaves, slots, hasVoucher } = plan
  const { ticketTypeId, variantId, slotId, voucherCode } = shopping
  const add = (kind: string, id: string, quantity: number) =>
    browser.send('/items', { kind, id, quantity: String(quantity) })
  if (loaves > 0) await add('product', variantId, loaves)
  if (tickets > 0) await add('ticket', ticketTypeId, tickets)
  if (slots > 0) await add('booking', slotId, slots)
  if (hasVoucher) await browser.send('/voucher-codes', { code: voucherCode })
}

/** What a browser does on the hosted page; how it answers is lost sometimes. */
async function press(payUrl: string, action: 'pay' | 'decline'): Promise<void> {
  const body = new URLSearchParams({ card_number: '4200000000000091', action })
  await fetch(payUrl, { method: 'POST', body, redirect: 'manual' }).catch(() => undefined)
}

async function oversleep(db: Db, orderId: string): Promise<void> {
  await endHoldOf(db, orderId)
  await addJob(db, { task: 'expire-orders', key: `expire-${randomUUID()}`, payload: {} })
}

interface Browser {
  orderId: string | undefined
  /** Sends a form and answers where it led to. */
  send(path: string, form: Record<string, string>): Promise<string>
  look(path: string): Promise<string>
}

function openBrowser(shopping: Shopping, plan: Plan): Browser {
  let cookie = ''
  // An address of its own: what one address may change in a minute is limited.
  const forwarded = `10.${randomInt(255)}.${randomInt(255)}.${randomInt(255)}`

  async function ask(path: string, form?: Record<string, string>): Promise<string> {
    const response = await fetch(shopping.origin() + path, {
      redirect: 'manual',
      headers: { accept: 'text/html', cookie, 'x-forwarded-for': forwarded },
      signal: AbortSignal.timeout(20_000),
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    await response.text()
    const given = response.headers.getSetCookie().find((one) => one.startsWith('visitor='))
    if (given) cookie = given.split(';')[0] ?? ''
    if (response.status >= 500) {
      shopping.onFailure(`${response.status} ${path}`)
      throw new TypeError('a page that fails')
    }
    if (response.status >= 400) throw new Stopped(`${path}: ${response.status}`)
    return response.headers.get('location') ?? ''
  }

  async function persist(path: string, form?: Record<string, string>): Promise<string> {
    for (let turn = 0; turn < 4; turn += 1) {
      try {
        if (!plan.clicksTwice || !cookie) return await ask(path, form)
        const [first, second] = await Promise.allSettled([ask(path, form), ask(path, form)])
        if (first.status === 'fulfilled') return first.value
        if (second.status === 'fulfilled') return second.value
        throw first.reason
      } catch (error) {
        if (error instanceof Stopped || !plan.persists) throw new Stopped(String(error))
        await shopping.revived()
      }
    }
    throw new Stopped(`${path} never works`)
  }

  return { orderId: undefined, send: persist, look: (path) => persist(path) }
}
