import { BadInput, Refusal } from '@rose-ash/shared/errors'
import { type Money, toMajor } from '@rose-ash/shared/money'

const spoken = ({ amount, currency }: Money): string =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(
    toMajor({ amount, currency }),
  )

/** More would be spent than lies on a member's account and may be owed on it. */
export class AccountLimit extends Refusal {
  constructor(left: Money) {
    const words = left.amount > 0 ? `Only ${spoken(left)} is left` : 'Nothing is left'
    super(
      'account_limit',
      409,
      `${words} to spend on the account. Pay another way, or pay in first. Nothing has been charged.`,
    )
  }
}

/** Somebody would owe more than their new limit from the start. */
export class LimitTooLow extends Refusal {
  constructor(owed: Money) {
    super(
      'limit_too_low',
      409,
      `They owe ${spoken(owed)} already. Choose a limit of that or more; they cannot spend until they have paid.`,
    )
  }
}

/** A guest has no account that money could stay on. */
export class NoAccount extends BadInput {
  constructor() {
    super('A guest has no account for credit. Give the money back the way it came, or in cash.')
  }
}
