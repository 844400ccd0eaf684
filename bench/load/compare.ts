import { setTimeout as wait } from 'node:timers/promises'
import type { Row } from '../table.ts'
import { median } from './median.ts'
import { cpuMicros } from './process-figures.ts'
import { startYardstick } from './start-yardstick.ts'
import { type Load, type LoadResult, wrk } from './wrk.ts'

export interface Compared {
  name: string
  url: string
  headers?: Record<string, string>
  cookieFile?: string
  /** The page that the yardstick sends. */
  page: { bytes: Buffer; contentType: string }
  /** The processes that work for an answer. */
  pids: readonly number[]
  /** The ratio to be reached. */
  atLeast: number
}

export interface CompareOptions {
  folder: string
  yardstickPort: number
}

/** Many short rounds: on a machine that others use too, only what is measured at once compares. */
const ROUNDS = 9
const SECONDS = 1
export const CONNECTIONS = 32
const WARM_REQUESTS = 5_000

/** What every browser sends, to us and to the yardstick. */
export const asBrowsers = { accept: 'text/html' }

interface Round {
  own: Measured
  yardstick: Measured
}

/** Measures a page and the yardstick in turn; medians of the rounds. */
export async function compare(compared: Compared, options: CompareOptions): Promise<Row> {
  const { url, headers = {}, cookieFile, page, pids, name, atLeast } = compared
  const { folder, yardstickPort: port } = options
  const yardstick = await startYardstick({ port, folder, page })
  const load = {
    url,
    headers: { ...asBrowsers, ...headers },
    cookieFile,
    connections: CONNECTIONS,
    seconds: SECONDS,
  }
  try {
    await wrk({ ...load, url: yardstick.url, seconds: 1 })
    await warmUp(load)
    const rounds: Round[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const base = await measure({ ...load, url: yardstick.url }, [yardstick.pid])
      rounds.push({ yardstick: base, own: await measure(load, pids) })
    }
    return rowOf(name, rounds, atLeast)
  } finally {
    await yardstick.stop()
  }
}

/** Until the code that answers is compiled, which a count of requests tells and no time does. */
async function warmUp(load: Load): Promise<void> {
  let requests = 0
  for (let round = 0; round < 8 && requests < WARM_REQUESTS; round += 1) {
    requests += (await wrk({ ...load, seconds: 2 })).requests
  }
}

export interface Measured extends LoadResult {
  cpuMicros: number
}

/** One load, and the processor time that these processes spent on each of its requests. */
export async function measure(load: Load, pids: readonly number[]): Promise<Measured> {
  await wait(200)
  const before = cpuMicros(pids)
  const result = await wrk(load)
  return { ...result, cpuMicros: (cpuMicros(pids) - before) / result.requests }
}

function rowOf(name: string, rounds: readonly Round[], atLeast: number): Row {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick))
  const ratio = of(({ own, yardstick }) => own.perSecond / yardstick.perSecond)
  return {
    name,
    ratio,
    perSecond: of(({ own }) => own.perSecond),
    cpuMicros: of(({ own }) => own.cpuMicros),
    cpuRatio: of(({ own, yardstick }) => yardstick.cpuMicros / own.cpuMicros),
    p50Ms: of(({ own }) => own.p50Ms),
    p99Ms: of(({ own }) => own.p99Ms),
    target: `ratio ≥ ${atLeast}`,
    result: ratio.toFixed(3),
    met: ratio >= atLeast,
  }
}
