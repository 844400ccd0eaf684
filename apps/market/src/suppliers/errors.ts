import { Forbidden, Refusal } from '@rose-ash/shared/errors'

/** A supplier is read once at a time. */
export class RunsAlready extends Refusal {
  constructor() {
    super('runs_already', 409, 'This catalogue is being read already. Stop that first, or wait.')
  }
}

/** There is nothing to go on with. */
export class NotStopped extends Refusal {
  constructor() {
    super('not_stopped', 409, 'This has ended, or something newer was begun. Begin anew instead.')
  }
}

/** A supplier with price lists alone cannot be read from the web. */
export class NoStartUrl extends Refusal {
  constructor() {
    super('no_start_url', 409, 'Say first at which address the catalogue begins.')
  }
}

/** Somebody else was quicker, or the supplier changed it again. */
export class DecidedMeanwhile extends Refusal {
  constructor() {
    super(
      'decided_meanwhile',
      409,
      'Somebody else decided this, or it changed once more, while you were looking. Look at it again.',
    )
  }
}

/** @throws for everybody but the market's managers and administrators. */
export class NotManaging extends Forbidden {
  constructor() {
    super('Suppliers are for the market’s managers. Ask one of them to let you in.')
  }
}
