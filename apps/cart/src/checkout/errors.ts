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
