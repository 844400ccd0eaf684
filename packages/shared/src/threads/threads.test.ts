import { describe, expect, it } from 'vitest'
import { inThread } from './index.ts'

const script = (code: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(
      `import { parentPort, workerData } from 'node:worker_threads'\n${code}`,
    )}`,
  )

describe('a thread', () => {
  it('is given data and answers', async () => {
    const answer = await inThread(script('parentPort.postMessage(workerData.a + 1)'), { a: 41 })

    expect(answer).toBe(42)
  })

  it('tells what went wrong in it', async () => {
    await expect(inThread(script('throw new RangeError("no such page")'), {})).rejects.toThrow(
      'no such page',
    )
  })

  it.each([
    ['ends without a word', 'process.exit(0)', {}],
    ['takes too long', 'for (;;);', { longestMs: 200 }],
  ])('has failed when it %s', async (_what, code, limits) => {
    await expect(inThread(script(code), {}, limits)).rejects.toThrow(
      'the thread ended without an answer',
    )
  })

  it('is ended when it needs too much memory', async () => {
    const greedy = script('const all = []; for (;;) all.push(new Array(100_000).fill({}))')

    await expect(inThread(greedy, {}, { heapMb: 16 })).rejects.toThrow('memory limit')
  })
})
