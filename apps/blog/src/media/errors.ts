import { Refusal } from '@rose-ash/shared/errors'
import type { Usage } from './queries.ts'

/** A file that is shown somewhere cannot go. */
export class MediaInUse extends Refusal {
  readonly usage: Usage[]

  constructor(usage: Usage[]) {
    const places = usage.map(({ title }) => `“${title}”`).join(', ')
    super('media_in_use', 409, `This file is used in ${places}. Take it out there first.`)
    this.usage = usage
  }
}
