import { SumUp } from '@sumup/sdk'
import { onTestFinished } from 'vitest'

import { createSumupSandbox } from '../index.ts'
import type { BehaviourInput, MoneyMoved, SandboxMerchant, SandboxOptions } from '../index.ts'
import type { Delivery } from '../failures/webhooks.ts'

export const coop: SandboxMerchant = {
  code: 'MCOOP',
  name: 'Rose Ash Cooperative',
  country: 'GB',
  currency: 'GBP',
  apiKeys: ['sup_sk_coop', 'sup_sk_coop_new'],
}

export const bakery: SandboxMerchant = {
  code: 'MBAKE',
  name: 'Panadería Ñuñoa',
  country: 'CL',
  currency: 'CLP',
  apiKeys: ['sup_sk_bakery'],
}

/** A clock that stands still until it is told otherwise. */
class TestClock {
  time = new Date('2026-11-28T10:00:00.000Z')
  readonly now = (): Date => this.time

  passMinutes(minutes: number): void {
    this.time = new Date(this.time.getTime() + minutes * 60_000)
  }
}

export interface RunningSandbox {
  url: string
  clock: TestClock
  /** The cooperative's shop, and the bakery's. */
  shop: SumUp
  otherShop: SumUp
  behave: (behaviour: BehaviourInput) => Promise<void>
  moneyMoved: () => Promise<MoneyMoved>
  webhooks: () => Promise<{ pending: number; deliveries: Delivery[] }>
}

/** A sandbox with two merchants on a free port, closed when the test is over. */
export async function startSandbox(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
  const clock = new TestClock()
  const app = createSumupSandbox({ merchants: [coop, bakery], now: clock.now, ...options })
  onTestFinished(() => app.close())
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    clock,
    shop: connect(url, 'sup_sk_coop'),
    otherShop: connect(url, 'sup_sk_bakery'),
    behave: async (payload) => {
      const response = await app.inject({ method: 'PUT', url: '/_sandbox/behaviour', payload })
      if (response.statusCode !== 200) throw new Error(response.body)
    },
    moneyMoved: async () => (await app.inject('/_sandbox/charges')).json<MoneyMoved>(),
    webhooks: async () => (await app.inject('/_sandbox/webhooks')).json(),
  }
}

/** SumUp's own client, as a shop uses it. */
export function connect(host: string, apiKey?: string): SumUp {
  // Its declarations (0.2.0) import without extensions, which `nodenext` cannot follow: to the
  // compiler the class has no constructor and every answer is `any`.
  return Reflect.construct(SumUp, [{ host, apiKey }])
}

/** What the cooperative's shop asks for when a test does not care. */
export function anOrder(order: object = {}): object {
  return {
    checkout_reference: 'order-1',
    amount: 23.45,
    currency: 'GBP',
    merchant_code: coop.code,
    description: 'Two loaves & a jar of honey',
    hosted_checkout: { enabled: true },
    ...order,
  }
}
