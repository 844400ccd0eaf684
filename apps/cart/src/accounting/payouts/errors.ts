import { Refusal } from '@rose-ash/shared/errors'

/** What is owed is less than what the page showed. */
export class OwedChanged extends Refusal {
  constructor() {
    super(
      'owed_changed',
      409,
      'What is owed changed since you opened the list, or was paid already. Look at it again. Nothing has been paid.',
    )
  }
}
