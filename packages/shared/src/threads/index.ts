import { Worker } from 'node:worker_threads'

export interface ThreadLimits {
  /** After so long it is ended; 20 seconds unless said otherwise. */
  longestMs?: number
  heapMb?: number
}

/**
 * Runs a script with this data in a thread of its own and answers what it posts, once: requests do not
 * wait for what takes long, and neither what it loads nor what it uses of memory stays behind.
 *
 * @throws {Error} when it fails, takes too long, needs too much memory or posts nothing.
 */
export async function inThread<Answer>(
  script: URL,
  data: unknown,
  { longestMs = 20_000, heapMb }: ThreadLimits = {},
): Promise<Answer> {
  const worker = new Worker(script, {
    workerData: data,
    ...(heapMb !== undefined && { resourceLimits: { maxOldGenerationSizeMb: heapMb } }),
  })
  const late = setTimeout(() => void worker.terminate(), longestMs)
  try {
    return await new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the thread ended without an answer')))
    })
  } finally {
    clearTimeout(late)
    await worker.terminate()
  }
}
