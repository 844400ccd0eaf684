import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { type AppName, appNames } from '@rose-ash/shared/config'
import { atEnd, freePort } from '@rose-ash/shared/testing'
import type { Ports } from '../stack/layout.ts'
import { type Stack, startStack } from '../stack/start-stack.ts'

export interface TestStack extends Stack {
  /** What one part has written so far. */
  logOf(part: string): string
}

interface TestStackOptions {
  redisUrl?: false
  logLevel?: string
}

// Every stack runs the same code, which takes each of its six processes seconds to compile.
const codeCacheDir = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url))

/**
 * The whole stack as `pnpm dev` starts it, on free ports and in a folder of its own; it ends with the
 * test file, also when its start took longer than the hook that asked for it.
 */
export function startTestStack(options: TestStackOptions = {}): Promise<TestStack> {
  const starting = start(options)
  atEnd(() =>
    starting.then(
      (stack) => stack.stop(),
      () => undefined,
    ),
  )
  return starting
}

async function start(options: TestStackOptions): Promise<TestStack> {
  const stateDir = await mkdtemp(join(tmpdir(), 'rose-ash-stack-'))
  await chmod(stateDir, 0o755)
  const logs = new Map<string, string[]>()
  const stack = await startStack({
    ports: await freePorts(),
    stateDir,
    codeCacheDir,
    secret: randomBytes(32).toString('hex'),
    environment: 'development',
    logLevel: options.logLevel ?? 'info',
    redisUrl: options.redisUrl,
    outputOf: (part) => collector(logs, part),
    onStep: () => undefined,
    onCrash: (part, code) => process.stderr.write(`${part} ended with ${code}\n`),
  }).catch(async (error: unknown) => {
    await rm(stateDir, { recursive: true, force: true })
    throw new Error([...logs.values()].flat().join('').slice(-4_000), { cause: error })
  })
  return {
    ...stack,
    logOf: (part) => (logs.get(part) ?? []).join(''),
    async stop() {
      try {
        await stack.stop()
      } finally {
        await rm(stateDir, { recursive: true, force: true })
      }
    },
  }
}

function collector(logs: Map<string, string[]>, part: string): Writable {
  const chunks: string[] = []
  logs.set(part, chunks)
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString())
      done()
    },
  })
}

async function freePorts(): Promise<Ports> {
  const taken = new Set<number>()
  const next = async (): Promise<number> => {
    const port = await freePort()
    if (taken.has(port)) return next()
    taken.add(port)
    return port
  }
  const apps: Partial<Record<AppName, number>> = {}
  for (const app of appNames) apps[app] = await next()
  return {
    gateway: await next(),
    apps: apps as Ports['apps'],
    smtp: await next(),
    mail: await next(),
    sumup: await next(),
    postgres: await next(),
    redis: await next(),
  }
}
