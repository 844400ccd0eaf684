import { Refusal } from '@rose-ash/shared/errors'

/** Less would be there than is sold or lies in baskets that are paying. */
export class StockPromised extends Refusal {
  constructor({ onHand, held }: { onHand: number; held: number }) {
    const baskets = held > 0 ? `, ${held} of them in baskets that are paying` : ''
    super(
      'stock_promised',
      409,
      `There are ${onHand}${baskets}. So many cannot go. Nothing has been changed.`,
    )
  }
}

/** Somebody wrote something down since this page was opened, perhaps the same. */
export class LedgerMoved extends Refusal {
  constructor() {
    super(
      'ledger_moved',
      409,
      'Somebody wrote something down since you opened this page, perhaps this very thing. Look at the ledger, and write down what is still missing.',
    )
  }
}

/** Its stock is not counted. */
export class NotCounted extends Refusal {
  constructor() {
    super('not_counted', 409, 'Its stock is not counted. Begin to count it first.')
  }
}
