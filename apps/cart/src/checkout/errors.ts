import { Refusal } from '@rose-ash/shared/errors'

/** The basket is not what the buyer saw: prices, stock or what is sold have changed. */
export class BasketChanged extends Refusal {
  constructor() {
    super(
      'basket_changed',
      409,
      'Something in your basket has changed since you saw it. Please look again; nothing was ordered.',
    )
  }
}

export class BasketEmpty extends Refusal {
  constructor() {
    super('basket_empty', 409, 'Your basket is empty, so there is nothing to order.')
  }
}

/** The total is not the one that the buyer saw; the page shows the new one. */
export class TotalChanged extends Refusal {
  constructor() {
    super('total_changed', 409, 'The total has changed. Look at it, then send the order once more.')
  }
}

/** The time to fill in the checkout is over. */
export class HoldOver extends Refusal {
  constructor() {
    super(
      'hold_over',
      409,
      'The time we kept your things for is over. They lie in your basket; nothing was charged.',
    )
  }
}

export class AddressNeeded extends Refusal {
  constructor() {
    super(
      'address_needed',
      422,
      'We need your whole address to deliver: street, postcode and town.',
    )
  }
}

export class NotDeliveredThere extends Refusal {
  constructor(title: string, postcode: string) {
    super(
      'not_delivered_there',
      422,
      `“${title}” does not go to ${postcode}. Choose another way to get your things.`,
    )
  }
}

/** This way of paying is not offered for this order. */
export class NotOnThoseTerms extends Refusal {
  constructor() {
    super('not_on_those_terms', 422, 'This order cannot be paid that way. Choose another one.')
  }
}
