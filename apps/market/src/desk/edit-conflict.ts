import { Refusal } from '@rose-ash/shared/errors'

/** Somebody else saved since this form was opened. Nothing of either version is lost. */
export class EditConflict extends Refusal {
  constructor() {
    super(
      'edit_conflict',
      409,
      'Somebody else saved this while you were at it. Open it again to see what they changed.',
    )
  }
}
