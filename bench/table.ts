/** One line of the table that a run prints. Ratios are to the yardstick: higher is better. */
export interface Row {
  name: string
  perSecond?: number
  /** Requests per second, as a ratio. */
  ratio?: number
  /** Processor time of all processes for one request. */
  cpuMicros?: number
  /** The yardstick's processor time for one request over ours. */
  cpuRatio?: number
  p50Ms?: number
  p99Ms?: number
  /** What is to be reached, and what was. */
  target?: string
  result?: string
  met?: boolean
}

const columns: [title: string, cell: (row: Row) => string][] = [
  ['case', ({ name }) => name],
  ['req/s', ({ perSecond }) => round(perSecond, 0)],
  ['ratio', ({ ratio }) => round(ratio, 3)],
  ['CPU µs', ({ cpuMicros }) => round(cpuMicros, 0)],
  ['CPU ratio', ({ cpuRatio }) => round(cpuRatio, 3)],
  ['p50 ms', ({ p50Ms }) => round(p50Ms, 2)],
  ['p99 ms', ({ p99Ms }) => round(p99Ms, 2)],
  ['target', ({ target }) => target ?? ''],
  ['result', ({ result }) => result ?? ''],
  ['met', ({ met }) => (met === undefined ? '' : met ? 'yes' : 'NO')],
]

/** A Markdown table, its columns aligned. */
export function table(rows: readonly Row[]): string {
  const aligned = columns.map(([title, cell]) => {
    const cells = [title, ...rows.map(cell)]
    const width = Math.max(...cells.map(({ length }) => length))
    const [head = '', ...body] = cells.map((text) => text.padEnd(width))
    return [head, '-'.repeat(width), ...body]
  })
  const lines = Array.from({ length: rows.length + 2 }, (_, index) =>
    aligned.map((column) => column[index] ?? '').join(' | '),
  )
  return lines.map((line) => `| ${line} |`).join('\n')
}

function round(number: number | undefined, digits: number): string {
  return number === undefined ? '' : number.toFixed(digits)
}
