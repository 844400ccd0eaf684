import { Refusal } from '@rose-ash/shared/errors'

/** Somebody else saved since this form was opened. Nothing of theirs is lost. */
export class SavedMeanwhile extends Refusal {
  constructor() {
    super(
      'saved_meanwhile',
      409,
      'Somebody else saved this while you were at it. Open it again to see what they changed.',
    )
  }
}

/** The merchant code cannot change while money is on its way to the old one. */
export class BeingPaid extends Refusal {
  constructor() {
    super(
      'being_paid',
      409,
      'Somebody is paying just now, to the merchant as it is. Try again in half an hour.',
    )
  }
}

/** The merchant is paid in another currency than the cooperative sells in. */
export class OtherCurrency extends Refusal {
  constructor(theirs: string, ours: string) {
    super(
      'other_currency',
      422,
      `This merchant is paid in ${theirs}, and here everything is sold in ${ours}.`,
    )
  }
}
