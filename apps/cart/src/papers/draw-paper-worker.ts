import { parentPort, workerData } from 'node:worker_threads'
import type { PaperToDraw } from './draw-paper.ts'

/** The thread of `drawPaper`: draws one paper and ends. */
const pdf = await draw(workerData as PaperToDraw)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(new Uint8Array(pdf))

async function draw(paper: PaperToDraw): Promise<Buffer> {
  switch (paper.kind) {
    case 'invoice':
      return (await import('../invoices/draw-invoice.ts')).drawInvoice(paper.content)
    case 'picking-list':
      return (await import('./picking-list.ts')).pickingListPdf(paper.handovers, paper.options)
    case 'labels':
      return (await import('./labels.ts')).labelsPdf(paper.handovers, paper.options)
  }
}
