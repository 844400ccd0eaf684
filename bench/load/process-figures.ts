import { readFileSync } from 'node:fs'

/** Linux counts processor time in hundredths of a second. */
const TICK_MICROS = 10_000

/** Processor time that these processes have used so far, in microseconds. */
export function cpuMicros(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + ticksOf(pid) * TICK_MICROS, 0)
}

/** Memory of a process, in MB of a million bytes. */
export interface Memory {
  /** All of it that lies in RAM (RSS): Node's own 60 MB counted in every process again. */
  resident: number
  /** Its share (PSS): what processes have in common is divided among them. */
  proportional: number
}

export function memoryOf(pid: number): Memory {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const megabytes = (name: string) => {
    const [, kibibytes] = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text) ?? []
    return (Number(kibibytes) * 1024) / 1_000_000
  }
  return { resident: megabytes('Rss'), proportional: megabytes('Pss') }
}

/** The 14th and 15th word; the second may have spaces in it, but ends with the last bracket. */
function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const words = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(words[11]) + Number(words[12])
}
