import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'

export interface ProcessOptions {
  command: string
  args: string[]
  env?: Record<string, string>
  cwd?: string
  /** Where its output goes. */
  output: Writable
  /** Called when it ends without having been asked to. */
  onExit(code: number | null): void
}

export interface RunningProcess {
  pid: number
  /** Asks it to end, and after 10 s makes it. */
  stop(): Promise<void>
}

/** Starts a process of the stack. */
export function startProcess(options: ProcessOptions): RunningProcess {
  const { command, args, env, cwd, output, onExit } = options
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? '', ...env },
    ...(cwd && { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
    // Of its own group: Ctrl-C reaches us alone, and we stop things in their order.
    detached: true,
  })
  child.stdout.pipe(output, { end: false })
  child.stderr.pipe(output, { end: false })
  let stopping = false
  child.on('exit', (code) => {
    if (!stopping) onExit(code)
  })
  child.on('error', () => undefined)
  return {
    pid: child.pid ?? 0,
    async stop() {
      stopping = true
      await endProcess(child)
    },
  }
}

/** Asks a process to end, and after 10 s makes it. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(timer)
}
