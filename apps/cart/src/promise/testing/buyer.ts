import { randomInt, randomUUID } from 'node:crypto'
import { eq, type SQL } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { addJob } from '@rose-ash/shared/jobs'
import { aPerson } from '@rose-ash/shared/testing'
import type { Person } from './mortal-cart.ts'
import { endHoldOf } from './pass-time.ts'
import type { Plan } from './schedule.ts'

/** What a buyer walks through. */
export interface Shopping {
  db: Db
  /** Where the cart is now. */
  origin(): string
  /** Somebody's cookie at the cart that is there now. */
  signIn(person: Person): Promise<string>
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

type Order = typeof orders.$inferSelect

/** Buys as planned. Answers the orders that there are. */
export async function buy(shopping: Shopping, plan: Plan): Promise<string[]> {
  const browser = openBrowser(shopping, plan)
  if (plan.paysIn.length > 0) browser.person = await aPerson(shopping.db)
  for (const amountMinor of plan.paysIn)
    await unlessStopped(() => payIn(shopping, plan, { browser, amountMinor }))
  await unlessStopped(() => shop(shopping, plan, browser))
  return browser.orderIds
}

async function unlessStopped(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
  }
}

async function payIn(
  shopping: Shopping,
  plan: Plan,
  { browser, amountMinor }: { browser: Browser; amountMinor: number },
): Promise<void> {
  const requestKey = randomUUID()
  const own = String(amountMinor / 100)
  const payUrl = await browser.send('/credit', { requestKey, own }).catch((error: unknown) => {
    if (error instanceof Stopped) return ''
    throw error
  })
  const ordered = await orderBy(shopping.db, eq(orders.requestKey, requestKey), browser)
  await pay(shopping, plan, { browser, order: ordered, payUrl })
}

async function shop(shopping: Shopping, plan: Plan, browser: Browser): Promise<void> {
  await fillBasket(shopping, plan, browser)
  const { merchantId: merchant, db } = shopping
  const begun = await browser.send('/checkout', { merchant, request_key: randomUUID() })
  const [, orderId = randomUUID()] = /\/orders\/([0-9a-f-]+)/.exec(begun) ?? []
  const order = await orderBy(db, eq(orders.id, orderId), browser)
  const form = { total: String(order.totalMinor), name: 'Tom', email: 'tom@rose-ash.example' }
  const ordering = browser.send(at(order, '/checkout'), {
    ...form,
    terms: 'online',
    ...(plan.usesCredit && { use_credit: 'on' }),
  })
  const cancelling =
    plan.cancels === 'while ordering' ? browser.send(at(order, '/cancellation'), {}) : undefined
  const [payUrl] = await Promise.all([ordering, cancelling])
  await pay(shopping, plan, { browser, order, payUrl })
}

async function orderBy(db: Db, which: SQL, browser: Browser): Promise<Order> {
  const [order] = await db.select().from(orders).where(which)
  if (!order) throw new Stopped('no order')
  browser.orderIds.push(order.id)
  return order
}

const at = ({ id, accessKey }: Order, what: string) => `/orders/${id}${what}?key=${accessKey}`

/** What is done with an order that waits to be paid, of things or of credit. */
async function pay(
  { db }: Shopping,
  plan: Plan,
  { browser, order, payUrl: given }: { browser: Browser; order: Order; payUrl: string },
): Promise<void> {
  const cancel = (when: Plan['cancels']) =>
    plan.cancels === when ? browser.send(at(order, '/cancellation'), {}) : undefined
  const sleep = (when: Plan['oversleeps']) =>
    plan.oversleeps === when ? oversleep(db, order.id) : undefined
  await cancel('before paying')
  await sleep('before paying')
  const payUrl = given.includes('/pay/') ? given : await browser.send(at(order, '/payments'), {})
  if (plan.pays === 'never' || !payUrl.includes('/pay/')) return
  if (plan.pays === 'after a refused card') await press(payUrl, 'decline')
  await press(payUrl, 'pay')
  await sleep('after paying')
  if (plan.returns) await browser.look(at(order, '/return'))
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
  orderIds: string[]
  /** Who is signed in; a guest is nobody. */
  person: Person | undefined
  /** Sends a form and answers where it led to. */
  send(path: string, form: Record<string, string>): Promise<string>
  look(path: string): Promise<string>
}

function openBrowser(shopping: Shopping, plan: Plan): Browser {
  let cookie = ''
  // An address of its own: what one address may change in a minute is limited.
  const forwarded = `10.${randomInt(255)}.${randomInt(255)}.${randomInt(255)}`

  async function ask(path: string, form?: Record<string, string>): Promise<string> {
    const cookies = [cookie, browser.person ? await shopping.signIn(browser.person) : '']
    const response = await fetch(shopping.origin() + path, {
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: cookies.filter((one) => one !== '').join('; '),
        'x-forwarded-for': forwarded,
      },
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
        if (!plan.clicksTwice || !(cookie || browser.person)) return await ask(path, form)
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

  const browser: Browser = {
    orderIds: [],
    person: undefined,
    send: persist,
    look: (path) => persist(path),
  }
  return browser
}
