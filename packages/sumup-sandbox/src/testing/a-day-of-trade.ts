import { press } from './buyer.ts'
import { anOrder, coop, startSandbox } from './start-sandbox.ts'
import type { RunningSandbox } from './start-sandbox.ts'

/** A transaction as the shop reads it inside its checkout. */
interface Seen {
  id: string
  transaction_code: string
  auth_code?: string
}

export interface DayOfTrade extends RunningSandbox {
  declined: Seen
  paid: Seen
  second: Seen
}

/** Minute by minute: order-1 is declined, then paid; order-2 is paid; £3.45 of order-1 go back. */
export async function aDayOfTrade(): Promise<DayOfTrade> {
  const sandbox = await startSandbox()
  const { shop, clock } = sandbox
  const one = await shop.checkouts.create(anOrder())
  await press(one.hosted_checkout_url, 'decline')
  clock.passMinutes(1)
  await press(one.hosted_checkout_url, 'pay')
  clock.passMinutes(1)
  const two = await shop.checkouts.create(anOrder({ checkout_reference: 'order-2', amount: 8 }))
  await press(two.hosted_checkout_url, 'pay')
  clock.passMinutes(1)
  const [declined, paid] = (await shop.checkouts.get(one.id)).transactions
  await shop.transactions.refund(coop.code, paid.id, { amount: 3.45 })
  const second = (await shop.checkouts.get(two.id)).transactions[0]
  return { ...sandbox, declined, paid, second }
}
