/**
 * A picture of a dozen colours, shown until the real one has come: columns, rows, and a colour of
 * three hexadecimal digits for each field, such as `4x3:a98…`. Our pages allow no `data:` addresses,
 * and a file for so little would be a request too many: pages draw it as SVG.
 */
export function placeholderOf(pixels: Buffer, { columns, rows }: Grid): string {
  const colours = Array.from({ length: columns * rows }, (_, index) =>
    [...pixels.subarray(index * 3, index * 3 + 3)].map(digit).join(''),
  )
  return `${columns}x${rows}:${colours.join('')}`
}

export interface Grid {
  columns: number
  rows: number
}

/** Fields about as tall as they are wide. */
export function gridOf(width: number, height: number): Grid {
  if (width > height * 1.2) return { columns: 4, rows: 3 }
  return height > width * 1.2 ? { columns: 3, rows: 4 } : { columns: 4, rows: 4 }
}

/** The placeholder as SVG without styles or words; the style sheet blurs it. */
export function placeholderSvg(placeholder: string): string {
  const [, columns, rows, colours = ''] = /^(\d)x(\d):([0-9a-f]+)$/.exec(placeholder) ?? []
  if (!columns || !rows) return ''
  const fields = colours
    .match(/.{3}/g)
    ?.map((colour, index) => {
      const at = `${index % Number(columns)} ${Math.floor(index / Number(columns))}`
      return `<path fill="#${colour}" d="M${at}h1v1h-1z"/>`
    })
    .join('')
  const box = `viewBox="0 0 ${columns} ${rows}" preserveAspectRatio="none"`
  return `<svg class="media-blur" ${box} aria-hidden="true">${fields}</svg>`
}

const digit = (value: number): string => Math.round(value / 17).toString(16)
