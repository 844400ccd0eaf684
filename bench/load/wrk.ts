import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** What is asked for, as whom, and for how long. */
export interface Load {
  url: string
  headers: Record<string, string>
  /** A file with one line of cookies for each viewer; they ask in turn. */
  cookieFile?: string | undefined
  connections: number
  seconds: number
}

export interface LoadResult {
  requests: number
  perSecond: number
  p50Ms: number
  p99Ms: number
}

const run = promisify(execFile)
const script = fileURLToPath(new URL('requests.lua', import.meta.url))

/** @throws when wrk is not on this machine. */
export async function findWrk(): Promise<void> {
  await run('wrk', ['--version']).catch(({ code }: { code?: unknown }) => {
    // It ends with 1 for this question, as for any that is no load.
    if (code !== 'ENOENT') return
    throw new Error('The load comes from wrk, which is not here. Install it: apt install wrk')
  })
}

/** Asks as fast as answers come, over connections that stay open. @throws when an answer is an error. */
export async function wrk(load: Load): Promise<LoadResult> {
  const { url, headers, cookieFile, connections, seconds } = load
  const { stdout } = await run('wrk', [
    '--threads=1',
    `--connections=${connections}`,
    `--duration=${seconds}s`,
    '--latency',
    '--timeout=10s',
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...(cookieFile ? ['--script', script, url, '--', cookieFile] : [url]),
  ])
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url}: not all went well\n${stdout}`)
  return {
    requests: Number(found(stdout, /(\d+) requests in/)),
    perSecond: Number(found(stdout, /Requests\/sec:\s+([\d.]+)/)),
    p50Ms: milliseconds(found(stdout, /\s50%\s+(\S+)/)),
    p99Ms: milliseconds(found(stdout, /\s99%\s+(\S+)/)),
  }
}

function found(text: string, pattern: RegExp): string {
  const [, value] = pattern.exec(text) ?? []
  if (value === undefined) throw new Error(`wrk says nothing like ${pattern.source}:\n${text}`)
  return value
}

function milliseconds(text: string): number {
  const factor = text.endsWith('us') ? 0.001 : text.endsWith('ms') ? 1 : 1_000
  return Number.parseFloat(text) * factor
}
