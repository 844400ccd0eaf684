import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { type ExportOptions, type ExportRow, ExportUnreadable, readExport } from './read-export.ts'

/** What the thread tells: some rows, the end, or why there are none. */
export type ReadAnswer = { rows: ExportRow[] } | { done: true } | { refused: string }

const rowsAtOnce = 50
const { path, options } = workerData as { path: string; options: ExportOptions }
const port = parentPort
if (!port) throw new Error('read-export-worker runs as a thread')

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const tell = (answer: ReadAnswer) => port.postMessage(answer)

const rows = begin()
// One batch for each time it is asked, so that no more waits in memory than fits.
port.on('message', () => {
  try {
    const batch = nextRows()
    tell(batch.length > 0 ? { rows: batch } : { done: true })
  } catch (error) {
    if (!(error instanceof ExportUnreadable)) throw error
    tell({ refused: error.message })
  }
})

function nextRows(): ExportRow[] {
  const batch: ExportRow[] = []
  while (batch.length < rowsAtOnce) {
    const { value, done } = rows.next()
    if (done) break
    batch.push(value)
  }
  return batch
}

function* begin(): Generator<ExportRow> {
  yield* readExport(readFileSync(path, 'utf8'), options)
}
