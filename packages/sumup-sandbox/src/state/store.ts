import type { Checkout, Transaction } from './records.ts'

/** Everything the sandbox remembers, in memory. */
export class Store {
  #checkouts = new Map<string, Checkout>()
  #references = new Map<string, Checkout>()
  #transactions = new Map<string, Transaction>()
  #lastEventId = 9_000_000_000

  addCheckout(checkout: Checkout): void {
    this.#checkouts.set(checkout.id, checkout)
    this.#references.set(referenceKey(checkout.merchant.code, checkout.reference), checkout)
  }

  /** The old reference stays taken: SumUp never frees one. */
  changeReference(checkout: Checkout, reference: string): void {
    checkout.reference = reference
    this.#references.set(referenceKey(checkout.merchant.code, reference), checkout)
  }

  checkout(id: string): Checkout | undefined {
    return this.#checkouts.get(id)
  }

  checkoutByReference(merchantCode: string, reference: string): Checkout | undefined {
    return this.#references.get(referenceKey(merchantCode, reference))
  }

  checkoutsOf(merchantCode: string): Checkout[] {
    return [...this.#checkouts.values()].filter(({ merchant }) => merchant.code === merchantCode)
  }

  addTransaction(transaction: Transaction): void {
    this.#transactions.set(transaction.id, transaction)
  }

  transaction(id: string): Transaction | undefined {
    return this.#transactions.get(id)
  }

  transactions(): Transaction[] {
    return [...this.#transactions.values()]
  }

  transactionsOf(merchantCode: string): Transaction[] {
    return this.transactions().filter((transaction) => transaction.merchantCode === merchantCode)
  }

  nextEventId(): number {
    this.#lastEventId += 1
    return this.#lastEventId
  }
}

function referenceKey(merchantCode: string, reference: string): string {
  return `${merchantCode} ${reference}`
}
