import { parentPort, workerData } from 'node:worker_threads'
import { type PageToRead, readPage } from './read-page.ts'

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(readPage(workerData as PageToRead))
