import { Refusal } from '@rose-ash/shared/errors'

/** The order is not the buyer's yet, or not any more: nothing is packed or handed over. */
export class NotToHandOver extends Refusal {
  constructor() {
    super(
      'not_to_hand_over',
      409,
      'This order is not to be handed over: it was cancelled, given back or never placed.',
    )
  }
}

/** Its money comes when it is picked up, and did not come yet. */
export class NotPaidYet extends Refusal {
  constructor() {
    super('not_paid_yet', 409, 'It is not paid yet. Take the money first, then hand it over.')
  }
}

/** What is sold by weight has no weight yet. */
export class NotWeighedYet extends Refusal {
  constructor(title: string) {
    super('not_weighed_yet', 409, `Weigh “${title}” first: its price depends on it.`)
  }
}

/** It has been with the buyer for longer than a day. */
export class TooLateToTakeBack extends Refusal {
  constructor() {
    super(
      'too_late_to_take_back',
      409,
      'It was handed over more than a day ago. Give the money back instead, by line.',
    )
  }
}

/** It is with the buyer already. */
export class HandedOverAlready extends Refusal {
  constructor() {
    super('handed_over_already', 409, 'It was handed over already. Take that back first.')
  }
}

/** Nothing of the order is to be paid over the counter. */
export class NothingOwed extends Refusal {
  constructor() {
    super(
      'nothing_owed',
      409,
      'Nothing of this order is to be paid over the counter: it is paid, or waits to be paid online.',
    )
  }
}

/** It came to another amount meanwhile, such as by packing. */
export class OwesAnother extends Refusal {
  constructor(owed: string) {
    super('owes_another', 409, `It comes to ${owed} now. Look again, then take that.`)
  }
}
