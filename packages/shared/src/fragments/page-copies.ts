import type { Assembled } from './assemble.ts'

/** A page that is lent to one response. */
export interface LentPage extends Assembled {
  /** To be called when the last byte has left. Without it the memory is nobody else's later. */
  giveBack?: () => void
}

/** Spare copies of one page. With more responses at once the others go to the collector. */
const SPARE_BYTES = 4 * 1024 * 1024

/**
 * Lends copies of one page that is the same for everybody, so that only a nonce has to be written
 * into one used again: 20 kB made and collected for every response cost more than all the rest.
 * Memory is never used again for another page, so whatever goes wrong, nobody sees what is
 * another's.
 */
export class PageCopies {
  readonly #page: Assembled
  readonly #spare: Buffer[] = []

  constructor(page: Assembled) {
    this.#page = page
  }

  get bytes(): number {
    return this.#page.bytes.length
  }

  lend(): LentPage {
    const bytes = this.#spare.pop() ?? Buffer.from(this.#page.bytes)
    let lent = true
    const giveBack = () => {
      if (lent && (this.#spare.length + 1) * bytes.length <= SPARE_BYTES) this.#spare.push(bytes)
      lent = false
    }
    return { bytes, nonceAt: this.#page.nonceAt, giveBack }
  }
}
