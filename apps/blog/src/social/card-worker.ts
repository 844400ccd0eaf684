import { parentPort, workerData } from 'node:worker_threads'
import { type CardWords, drawCard } from './draw-card.ts'

/** The thread of `makeCard`: draws one card and ends. */
const png = await drawCard(workerData as CardWords)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(new Uint8Array(png))
