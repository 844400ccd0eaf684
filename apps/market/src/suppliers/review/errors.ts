import { Refusal } from '@rose-ash/shared/errors'

/** Nothing says what this costs in our market. */
export class NoPrice extends Refusal {
  constructor(title: string) {
    super(
      'no_price',
      409,
      `Nothing says what “${title}” costs with you. Write a price, or make a pricing rule first.`,
    )
  }
}

/** Nothing is ticked of what was to be decided. */
export class NothingChosen extends Refusal {
  constructor() {
    super('nothing_chosen', 422, 'Tick what you decide on, or choose all of this list.')
  }
}
