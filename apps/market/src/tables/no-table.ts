import { Refusal } from '@rose-ash/shared/errors'

/** The file is no table that can be read. */
export class NoTable extends Refusal {
  constructor(message: string) {
    super('no_table', 422, message)
  }
}
