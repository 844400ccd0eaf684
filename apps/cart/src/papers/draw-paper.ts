import { inThread } from '@rose-ash/shared/threads'
import type { InvoiceContent } from '../invoices/content.ts'
import type { LabelOptions } from './labels.ts'
import type { HandedOver } from './handovers-of.ts'
import type { PickingListOptions } from './picking-list.ts'

export type PaperToDraw =
  | { kind: 'invoice'; content: InvoiceContent }
  | { kind: 'picking-list'; handovers: HandedOver[]; options: PickingListOptions }
  | { kind: 'labels'; handovers: HandedOver[]; options: LabelOptions }

/** Draws a PDF in a thread: a list of a few hundred orders would keep every buyer waiting. */
export async function drawPaper(paper: PaperToDraw): Promise<Buffer> {
  return Buffer.from(
    await inThread<Uint8Array>(new URL('draw-paper-worker.ts', import.meta.url), paper),
  )
}
