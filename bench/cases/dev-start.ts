import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Row } from '../table.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const MOST_SECONDS = 15
const PORT = 18_300

/**
 * What `pnpm dev` does once everything is installed, with nothing left of an earlier start: the
 * assets are built, then the stack starts in an empty folder until its table of URLs is there.
 */
export async function devStart(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rose-ash-dev-'))
  // PostgreSQL runs as a user of its own when we are root.
  await chmod(folder, 0o755)
  const begun = Date.now()
  try {
    const build = start('turbo', ['run', 'build', '--force', '--output-logs=errors-only'])
    await once(build, 'exit')
    const dev = start(process.execPath, ['packages/devstack/src/dev.ts', '--state', folder])
    const seconds = await untilBanner(dev, begun)
    dev.kill('SIGTERM')
    await once(dev, 'exit')
    return [
      {
        name: '`dev`: installed → all six ready',
        target: `≤ ${MOST_SECONDS} s`,
        result: `${seconds.toFixed(1)} s`,
        met: seconds <= MOST_SECONDS,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function start(command: string, args: string[]) {
  const env = { ...process.env, PORT: String(PORT) }
  return spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
}

async function untilBanner(dev: ReturnType<typeof start>, begun: number): Promise<number> {
  const ended = once(dev, 'exit').then(() => {
    throw new Error('dev ended before all six were ready')
  })
  const ready = new Promise<number>((resolve) => {
    let said = ''
    dev.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('admin@rose-ash.example')) resolve((Date.now() - begun) / 1_000)
    })
  })
  ended.catch(() => undefined)
  return Promise.race([ready, ended])
}
