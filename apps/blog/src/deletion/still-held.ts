import { Refusal } from '@rose-ash/shared/errors'

/** Something needs the post where it is. */
export class StillHeld extends Refusal {
  readonly reasons: string[]

  constructor(reasons: string[]) {
    super('still_held', 409, `This cannot be deleted yet. ${reasons.join(' ')}`)
    this.reasons = reasons
  }
}
