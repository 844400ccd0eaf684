const SORTED_BY = 24

/**
 * By what a title is sorted: its letters and digits without case and accents, as many as it takes to tell
 * titles apart on a page.
 */
export function titleKey(title: string): string {
  const plain = isPlain(title) ? title.toLowerCase().slice(0, SORTED_BY) : simplified(title)
  // A copy: a slice would keep the whole title in memory.
  return Buffer.from(plain).toString()
}

const isPlain = (title: string): boolean => /^[ -~]*$/.test(title)

function simplified(title: string): string {
  return title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .slice(0, SORTED_BY)
    .toWellFormed()
}

/** An id in 16 characters instead of 36, in the same order. */
export const packId = (id: string): string =>
  Buffer.from(id.replaceAll('-', ''), 'hex').toString('latin1')

export function unpackId(packed: string): string {
  const hex = Buffer.from(packed, 'latin1').toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
