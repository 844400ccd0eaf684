import { parentPort } from 'node:worker_threads'
import type { RenderAnswer, RenderRequest } from './render-document.ts'
import { renderHere } from './render-here.ts'

/** The thread of `renderDocument`: answers one request after the other. */
let last: Promise<void> = Promise.resolve()

parentPort?.on('message', (request: RenderRequest) => {
  last = last.then(() => answer(request))
})

async function answer({ id, document, trusted }: RenderRequest): Promise<void> {
  try {
    say({ id, rendered: await renderHere(document, trusted) })
  } catch (error) {
    say({ id, problem: problemOf(error) })
  }
}

function say(told: RenderAnswer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(told)
}

/** What is ours to say; their errors tell an editor nothing. */
function problemOf(error: unknown): string {
  const told = error instanceof Error && / in it | has a block /.test(error.message)
  return told ? error.message : 'a block in it cannot be shown'
}
