import { anOrder, startSandbox } from './start-sandbox.ts'
import type { RunningSandbox } from './start-sandbox.ts'

export interface OpenCheckout extends RunningSandbox {
  id: string
  /** The address of its payment page. */
  page: string
  /** The checkout as the shop reads it. */
  read: () => ReturnType<RunningSandbox['shop']['checkouts']['get']>
}

/** A sandbox with one checkout that waits to be paid. */
export async function anOpenCheckout(order: object = {}): Promise<OpenCheckout> {
  const sandbox = await startSandbox()
  const { id, hosted_checkout_url: page } = await sandbox.shop.checkouts.create(anOrder(order))
  return { ...sandbox, id, page, read: () => sandbox.shop.checkouts.get(id) }
}
