import { Refusal } from '@rose-ash/shared/errors'

/** Nobody paid the order, or all of it went back. */
export class NotRefundable extends Refusal {
  constructor() {
    super(
      'not_refundable',
      409,
      'There is nothing to refund: the order is not paid, or all went back.',
    )
  }
}

/** Credit would go back onto the balance it came from. */
export class IsCreditAlready extends Refusal {
  constructor() {
    super('is_credit_already', 422, 'This is credit already. Send it back to the card, or in cash.')
  }
}

export class NothingToRefund extends Refusal {
  constructor() {
    super('nothing_to_refund', 422, 'Say what goes back: so far it comes to nothing.')
  }
}

/** More of a line was to come back than is left of it. */
export class MoreThanIsLeft extends Refusal {
  constructor(title: string, left: number) {
    const message =
      left === 0
        ? `All of “${title}” came back already, so none is left.`
        : `Only ${left} of “${title}” can come back. Write ${left} or fewer.`
    super('more_than_is_left', 422, message)
  }
}

/** More is asked for than is left of a line or of the order. */
export class AlreadyRefunded extends Refusal {
  constructor() {
    super(
      'already_refunded',
      409,
      'Some of this went back already, so less is left. Look at the order again; nothing was refunded.',
    )
  }
}
