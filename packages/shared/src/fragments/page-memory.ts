/** A page that is complete but for its nonce, in memory lent to one response. */
export interface LentPage {
  readonly bytes: Buffer
  /** Where the nonce goes. */
  readonly nonceAt: readonly number[]
  /** To be called once the last byte has left, and never when that is uncertain. */
  giveBack: () => void
}

const SMALLEST = 16 * 1024
/** Spare pieces of one kind. With more responses at once the others go to the collector. */
const SPARE_BYTES = 4 * 1024 * 1024

/**
 * Lends memory for pages and uses it again. Node's own pool is for small buffers; 20 kB made and
 * collected for every response cost more than filling them.
 */
export class PageMemory {
  readonly #spare = new Map<number, Buffer[]>()

  /** @returns a piece of at least this size, with anything in it. */
  lend(length: number): { piece: Buffer; giveBack: () => void } {
    const size = sizeFor(length)
    let spare = this.#spare.get(size)
    if (!spare) this.#spare.set(size, (spare = []))
    return lendFrom(spare, () => Buffer.allocUnsafeSlow(size))
  }
}

/** Lends copies of one page, so that only the nonce has to be written into one used again. */
export class PageCopies {
  readonly #page: LentPage
  readonly #spare: Buffer[] = []

  constructor(page: LentPage) {
    this.#page = page
  }

  lend(): LentPage {
    const { bytes, nonceAt } = this.#page
    const { piece, giveBack } = lendFrom(this.#spare, () => {
      const copy = Buffer.allocUnsafeSlow(bytes.length)
      bytes.copy(copy)
      return copy
    })
    return { bytes: piece, nonceAt, giveBack }
  }
}

function lendFrom(spare: Buffer[], make: () => Buffer): { piece: Buffer; giveBack: () => void } {
  const piece = spare.pop() ?? make()
  return {
    piece,
    giveBack() {
      if ((spare.length + 1) * piece.length <= SPARE_BYTES) spare.push(piece)
    },
  }
}

/** The next power of two. */
function sizeFor(length: number): number {
  let size = SMALLEST
  while (size < length) size *= 2
  return size
}
