import { parentPort } from 'node:worker_threads'
import type { TaskAnswer, TaskRequest } from './render-document.ts'
import { readHere } from './read-here.ts'
import { renderHere } from './render-here.ts'

/** The thread of `renderDocument` and `readHtml`: answers one request after the other. */
let last: Promise<void> = Promise.resolve()

parentPort?.on('message', (request: TaskRequest) => {
  last = last.then(() => answer(request))
})

async function answer({ id, task }: TaskRequest): Promise<void> {
  try {
    const done = 'html' in task ? readHere(task.html) : renderHere(task.document, task.trusted)
    say({ id, answer: await done })
  } catch (error) {
    say({ id, problem: problemOf(error) })
  }
}

function say(told: TaskAnswer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(told)
}

/** What is ours to say; their errors tell an editor nothing. */
function problemOf(error: unknown): string {
  const told = error instanceof Error && / in it | has a block /.test(error.message)
  return told ? error.message : 'a block in it cannot be shown'
}
