import { Refusal } from '@rose-ash/shared/errors'

/** It was sent, received or cancelled meanwhile. */
export class NotInThatState extends Refusal {
  constructor() {
    super(
      'purchase_moved_on',
      409,
      'This order was sent, received or cancelled meanwhile. Look at it again.',
    )
  }
}

/** Nobody to send it to. */
export class NoMailAddress extends Refusal {
  constructor() {
    super('no_mail_address', 409, 'Write the supplier’s mail address into its settings first.')
  }
}

/** There is nothing to buy. */
export class NothingOrdered extends Refusal {
  constructor() {
    super('nothing_ordered', 409, 'Nobody ordered anything of this supplier since the last time.')
  }
}

/** All that was ordered came, or nothing came yet. */
export class NothingShort extends Refusal {
  constructor() {
    super('nothing_short', 409, 'Nothing of it is missing. Look at the purchase again.')
  }
}

/** A later purchase buys it. */
export class BoughtAgain extends Refusal {
  constructor() {
    super(
      'bought_again',
      409,
      'A later purchase has it already. Change the number of cases there, or cancel that purchase.',
    )
  }
}
