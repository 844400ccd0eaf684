import { afterAll } from 'vitest'
import { createServices } from '@rose-ash/shared/services/registry'
import { testConfig } from '@rose-ash/shared/testing'
import { createSumupSandbox } from '@rose-ash/sumup-sandbox'
import type { AddressInfo } from 'node:net'
import type { Shop } from '../shop.ts'

const merchant = { code: 'MTEST', apiKey: 'sup_sk_test' }

export interface TestShop extends Shop {
  /** The sandbox's own address, for its control endpoints. */
  sumupUrl: string
  /** Every tag that was purged. */
  purged: string[]
}

/** A shop that is paid through a SumUp sandbox of its own, which is closed with the test file. */
export async function startShop({ now }: { now?: () => Date } = {}): Promise<TestShop> {
  const sandbox = createSumupSandbox({
    merchants: [
      {
        code: merchant.code,
        name: 'Rose Ash',
        country: 'GB',
        currency: 'GBP',
        apiKeys: [merchant.apiKey],
      },
    ],
    behaviour: { webhooks: { mode: 'never' } },
    ...(now && { now }),
  })
  await sandbox.listen({ port: 0, host: '127.0.0.1' })
  afterAll(() => sandbox.close())
  const { port } = sandbox.server.address() as AddressInfo
  const sumupUrl = `http://127.0.0.1:${port}`
  const config = testConfig('cart', {
    sumup: {
      apiUrl: sumupUrl,
      payUrl: sumupUrl,
      widgetUrl: `${sumupUrl}/widget/sdk.js`,
      apiKey: merchant.apiKey,
      merchantCode: merchant.code,
    },
  })
  const purged: string[] = []
  const { origins, cooperative, admins } = config
  return {
    config,
    sumupUrl,
    purged,
    origins,
    services: createServices({ origins, handle: cooperative.handle, admins }),
    log: { warn: () => undefined },
    purge: async (tags) => void purged.push(...tags),
  }
}

/** What a buyer's browser does on the hosted page. */
export async function press(payUrl: string, action: 'pay' | 'decline'): Promise<void> {
  const body = new URLSearchParams({ card_number: '4200000000000091', action })
  const response = await fetch(payUrl, { method: 'POST', body })
  if (!response.ok) throw new Error(`the hosted page answered ${response.status}`)
}

interface Movement {
  transactionId: string
  reference: string
  amountMinor: number
}

interface Moved {
  charges: Movement[]
  refunds: Movement[]
}

/** Every penny that SumUp took and gave back. */
export async function moneyMoved({ sumupUrl }: TestShop): Promise<Moved> {
  const response = await fetch(`${sumupUrl}/_sandbox/charges`)
  return (await response.json()) as Moved
}

/** Makes the sandbox misbehave until told otherwise. */
export async function misbehave({ sumupUrl }: TestShop, behaviour: object): Promise<void> {
  await fetch(`${sumupUrl}/_sandbox/behaviour`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ webhooks: { mode: 'never' }, ...behaviour }),
  })
}
