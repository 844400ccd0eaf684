import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { banner } from './dev/banner.ts'
import { isFree } from './dev/is-free.ts'
import { prefixed } from './dev/prefixed.ts'
import { portsFrom } from './stack/layout.ts'
import { startStack } from './stack/start-stack.ts'

const usualState = fileURLToPath(new URL('../../../.rose-ash', import.meta.url))
const begun = Date.now()

/**
 * `pnpm dev`: the whole cooperative on this machine, until Ctrl-C. `--fresh` begins with an empty
 * database; `--state` names another folder to keep it in, so that two can run side by side.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      fresh: { type: 'boolean', default: false },
      state: { type: 'string', default: usualState },
    },
  })
  const stateDir = resolve(values.state)
  const port = Number(process.env.PORT ?? 8000)
  await checkPorts(port)
  if (values.fresh) rmSync(stateDir, { recursive: true, force: true })
  mkdirSync(stateDir, { recursive: true, mode: 0o755 })
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(0))
  const stack = await startStack({
    ports: portsFrom(port),
    stateDir,
    secret: keptSecret(stateDir),
    environment: 'development',
    logLevel: process.env.LOG_LEVEL ?? 'warn',
    databaseUrl: process.env.DATABASE_URL || undefined,
    redisUrl: process.env.REDIS_URL || undefined,
    outgoingPrivate: process.env.OUTGOING_PRIVATE,
    outputOf: prefixed,
    onStep: (step) => say(`  ✓ ${step} ${dim(`${((Date.now() - begun) / 1_000).toFixed(1)} s`)}`),
    onCrash(part, code) {
      say(`${part} ended with ${code}; see its last lines above.`)
      stop.abort(1)
    },
  })
  if (!stop.signal.aborted) {
    say(banner(stack.addresses))
    await once(stop.signal, 'abort')
  }
  say('\nStopping …')
  await stack.stop()
  process.exit(stop.signal.reason as number)
}

/** @throws when one that the stack needs is taken. */
async function checkPorts(first: number): Promise<void> {
  const { apps, ...others } = portsFrom(first)
  for (const port of [...Object.values(others), ...Object.values(apps)]) {
    if (await isFree(port)) continue
    throw new Error(`Port ${port} is taken. Stop what uses it, or start with PORT=${first + 1000}.`)
  }
}

/** One secret for all starts, so that sign-ins survive them. */
function keptSecret(stateDir: string): string {
  const path = join(stateDir, 'secret')
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600 })
  return readFileSync(path, 'utf8')
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const dim = (text: string): string => (process.stdout.isTTY ? `\u001b[2m${text}\u001b[22m` : text)

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
