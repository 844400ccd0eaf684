import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { appNames } from '@rose-ash/shared/config'
import { atEnd, temporaryFolder } from '@rose-ash/shared/testing'
import { expect, it, vi } from 'vitest'
import { isFree } from './dev/is-free.ts'
import { demoPeople } from './seed/seed.ts'

const program = fileURLToPath(new URL('dev.ts', import.meta.url))

it('says where everything is, leaves nothing behind when killed, starts again and ends when asked', async () => {
  const port = await firstOf(12)
  const state = temporaryFolder('rose-ash-dev')
  chmodSync(state, 0o755)
  const killed = dev(port, state)
  await vi.waitFor(() => expect(killed.said()).toContain('Ctrl-C stops everything.'), 240_000)
  expectTold(killed.said(), port)
  expect(await taken(port)).toHaveLength(killed.said().includes('✓ redis') ? 12 : 11)

  killed.child.kill('SIGKILL')
  await vi.waitFor(async () => expect(await taken(port)).toEqual([]), 30_000)
  const again = dev(port, state)
  await vi.waitFor(() => expect(again.said()).toContain('Rose Ash is open.'), 240_000)
  again.child.kill('SIGTERM')
  const [code] = await once(again.child, 'exit')

  expect(code).toBe(0)
  expect(again.said()).toContain('✓ seed (kept what was there)')
  expect(await taken(port)).toEqual([])
})

it('names the port that somebody else has, whichever of its own it is, and starts nothing', async () => {
  const port = await firstOf(12)
  const somebody = createServer().listen(port + 3, '127.0.0.1')
  atEnd(() => somebody.close())
  const state = join(temporaryFolder('rose-ash-dev'), 'state')
  const refused = dev(port, state)

  const [code] = await once(refused.child, 'close')

  expect(code).toBe(1)
  expect(refused.said()).toBe(
    `Port ${port + 3} is taken. Stop what uses it, or start with PORT=${port + 1_000}.\n`,
  )
  expect(existsSync(state)).toBe(false)
})

/** Each step in its order, every address, and both demo sign-ins. */
function expectTold(said: string, port: number): void {
  const steps = [...said.matchAll(/✓ (.+) [\d.]+ s$/gm)].map(([, step = '']) => step)
  const parts = ['migrations', 'seed', 'mail catcher and SumUp sandbox']
  const before = steps.slice(0, -appNames.length)
  expect(before).toEqual(['database', expect.stringContaining('redis'), ...parts])
  expect(new Set(steps.slice(-appNames.length))).toEqual(new Set(appNames))
  for (const name of ['', ...[...appNames, 'mail', 'sumup'].map((one) => `${one}.`)]) {
    expect(said).toContain(`  http://${name}rose-ash.localhost:${port}\n`)
  }
  expect(demoPeople).toHaveLength(2)
  for (const { email, role } of demoPeople) expect(said).toMatch(new RegExp(`${email} +${role}\n`))
}

function dev(port: number, state: string): { child: ChildProcess; said(): string } {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port) }
  const child = spawn(process.execPath, [program, '--state', state], { env })
  atEnd(() => void child.kill('SIGKILL'))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  }
  return { child, said: () => said }
}

/** The first of as many free ports that follow each other. */
async function firstOf(count: number): Promise<number> {
  for (let port = 21_000; port < 30_000; port += count) {
    if ((await taken(port, count)).length === 0) return port
  }
  throw new Error('no free ports')
}

async function taken(first: number, count = 12): Promise<number[]> {
  const ports = Array.from({ length: count }, (_, index) => first + index)
  const free = await Promise.all(ports.map((port) => isFree(port)))
  return ports.filter((_, index) => !free[index])
}
