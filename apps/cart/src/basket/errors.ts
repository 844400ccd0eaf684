import { Refusal } from '@rose-ash/shared/errors'

/** What was to be put into the basket is not sold, or not any more. */
export class NotOnSale extends Refusal {
  constructor() {
    super('not_on_sale', 409, 'This is not on sale any more. Your basket is as it was.')
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
