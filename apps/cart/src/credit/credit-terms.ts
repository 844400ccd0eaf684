import type { Config } from '@rose-ash/shared/config'
import { fromMajor, money, type Money } from '@rose-ash/shared/money'

/** How much a member may pay in now, and what is suggested. */
export interface CreditTerms {
  least: Money
  most: Money
  /** What anybody may have, whatever they have now. */
  limit: Money
  suggested: Money[]
}

/** The terms for somebody who has this much room left, in minor units. @see creditRoom */
export function creditTerms({ currency, creditLimit }: Config, roomMinor: number): CreditTerms {
  return {
    least: fromMajor(Math.min(5, creditLimit), currency),
    most: money(Math.max(0, roomMinor), currency),
    limit: fromMajor(creditLimit, currency),
    suggested: [10, 20, 50, 100]
      .map((amount) => fromMajor(amount, currency))
      .filter(({ amount }) => amount <= roomMinor),
  }
}
