import { Refusal } from '../../errors/index.ts'

/** A supply that has less left than was wanted. */
export interface Shortage {
  supplyId: string
  wanted: number
  left: number
}

/** Less is left than was wanted; nothing was held. */
export class SoldOut extends Refusal {
  readonly shortages: Shortage[]

  constructor(shortages: Shortage[]) {
    super('sold_out', 409, 'Some of this went while you were looking. Nothing has been taken.')
    this.shortages = shortages
  }
}
