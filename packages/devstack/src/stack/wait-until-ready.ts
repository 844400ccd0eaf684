import { setTimeout as wait } from 'node:timers/promises'

/** Asks `/readyz` until it answers 200. @throws when it does not in time. */
export async function waitUntilReady(origin: string, timeoutMs: number): Promise<void> {
  const end = Date.now() + timeoutMs
  while (Date.now() < end) {
    if (await isReady(origin)) return
    await wait(50)
  }
  throw new Error(`${origin} is not ready after ${timeoutMs / 1_000} s`)
}

async function isReady(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(2_000) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
