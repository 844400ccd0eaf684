import { expect, it, onTestFinished, vi } from 'vitest'

import { Sandbox } from '../sandbox.ts'

it('tries again after 1 minute, 5 minutes, 20 minutes and 2 hours, and then never', async () => {
  vi.useFakeTimers()
  const triedAt: number[] = []
  const began = Date.now()
  vi.stubGlobal('fetch', async () => {
    triedAt.push((Date.now() - began) / 60_000)
    return new Response(null, { status: 500 })
  })
  onTestFinished(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })
  const sandbox = new Sandbox({ merchants: [] })

  sandbox.webhooks.announce({ checkoutId: '1', url: 'https://cart.example/sumup/7f3a' })
  await vi.advanceTimersByTimeAsync(24 * 60 * 60_000)

  expect(triedAt).toEqual([0, 1, 6, 26, 146])
  expect(sandbox.webhooks.pending).toBe(0)
})
