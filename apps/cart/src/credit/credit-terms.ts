import type { Config } from '@rose-ash/shared/config'
import { fromMajor, type Money } from '@rose-ash/shared/money'

/** How much may be paid in at once, and what is suggested. */
export interface CreditTerms {
  least: Money
  most: Money
  suggested: Money[]
}

export function creditTerms({ currency, creditLimit }: Config): CreditTerms {
  return {
    least: fromMajor(Math.min(5, creditLimit), currency),
    most: fromMajor(creditLimit, currency),
    suggested: [10, 20, 50, 100]
      .filter((amount) => amount <= creditLimit)
      .map((amount) => fromMajor(amount, currency)),
  }
}
