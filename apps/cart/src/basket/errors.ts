import { Refusal } from '@rose-ash/shared/errors'

/** What was to be put into the basket is not sold, or not any more. */
export class NotOnSale extends Refusal {
  constructor() {
    super('not_on_sale', 409, 'This is not on sale any more. Your basket is as it was.')
  }
}

/** The market of it takes no orders now; it can be read all the same. */
export class MarketClosed extends Refusal {
  constructor() {
    super('market_closed', 409, 'This market takes no orders just now. Your basket is as it was.')
  }
}

/** An order takes no more than so many of it. */
export class TooMany extends Refusal {
  constructor(title: string, max: number) {
    super('too_many', 409, `An order takes ${max} of “${title}” at most. Your basket is as it was.`)
  }
}

/** Fewer are left than were asked for. */
export class TooFewLeft extends Refusal {
  constructor(title: string, left: number) {
    const message =
      left === 0
        ? `The last of “${title}” went while you were reading. Your basket is as it was.`
        : `Only ${left} of “${title}” are left. Your basket is as it was.`
    super('too_few_left', 409, message)
  }
}

/** Less than the least was offered for it. */
export class TooLittle extends Refusal {
  constructor(title: string, least: string) {
    super('too_little', 409, `The least for “${title}” is ${least}. Your basket is as it was.`)
  }
}
