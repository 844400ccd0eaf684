import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Duplex, Writable } from 'node:stream'

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

/**
 * Becomes the program; beside it waits a shell that kills it when the pipe on 3 ends without a line, as it
 * does with its parent.
 */
const leashed = '{ read -r _ <&3 || kill -KILL $$; } >/dev/null 2>&1 & exec "$@" 3<&-'

/** Starts a process of the stack, which ends with this one, however that ends. */
export function startProcess(options: ProcessOptions): RunningProcess {
  const { command, args, env, cwd, output, onExit } = options
  const child = spawn('/bin/sh', ['-c', leashed, 'sh', command, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    ...(cwd && { cwd }),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // Of its own group: Ctrl-C reaches us alone, and we stop things in their order.
    detached: true,
  })
  const leash = child.stdio[3] as Duplex | undefined
  leash?.on('error', () => undefined)
  child.stdout?.pipe(output, { end: false })
  child.stderr?.pipe(output, { end: false })
  let stopping = false
  child.on('exit', (code) => {
    // A line: it has ended by itself, and somebody else may have its id by now.
    leash?.end('\n')
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
