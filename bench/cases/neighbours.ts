import { setTimeout as wait } from 'node:timers/promises'
import { asBrowsers, CONNECTIONS, measure, type Measured } from '../load/compare.ts'
import { fetchPage } from '../load/fetch-page.ts'
import { median } from '../load/median.ts'
import { forget } from '../stack/forget.ts'
import { cookieFile } from '../stack/make-viewers.ts'
import type { Row } from '../table.ts'
import { type Bench, type Case, composedPath, pidsOf } from './bench.ts'

/** What stands in the calendar of the page, and what stands there without it. */
const calendar = 'At the oven'
const fallback = 'The calendar is not here just now.'
const eventsFragments = 'fragment:*events/*'
const MOST = 1.5
const ROUNDS = 5
const SECONDS = 2

interface Outage {
  name: string
  begin(bench: Bench): Promise<void> | void
  end(bench: Bench): Promise<void> | void
}

/** The process is there, takes connections and requests, and answers none (SIGSTOP). */
export const hangingNeighbour: Case = (bench) =>
  compareOutage(bench, {
    name: 'hanging',
    begin: ({ stack }) => void process.kill(stack.apps.events.pid, 'SIGSTOP'),
    end: ({ stack }) => void process.kill(stack.apps.events.pid, 'SIGCONT'),
  })

/** The process is gone; connections are refused. */
export const deadNeighbour: Case = (bench) =>
  compareOutage(bench, {
    name: 'dead',
    begin: ({ stack }) => stack.apps.events.stop(),
    end: ({ stack }) => stack.restartEvents(),
  })

interface Rounds {
  well: Measured[]
  cached: Measured[]
  neverCached: Measured[]
}

async function compareOutage(bench: Bench, outage: Outage): Promise<Row[]> {
  const rounds: Rounds = { well: [], cached: [], neverCached: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    await untilWell(bench)
    rounds.well.push(await measureShowing(bench, calendar))
    await outage.begin(bench)
    try {
      rounds.cached.push(await measureShowing(bench, calendar))
      await forget(bench.stack.redisUrl, eventsFragments)
      await firstToAsk(bench)
      rounds.neverCached.push(await measureShowing(bench, fallback))
    } finally {
      await outage.end(bench)
    }
  }
  const title = `signed-in page, events ${outage.name}`
  return [
    rowOf(`${title}: before, all well`, rounds.well),
    rowOf(`${title}: its fragment was cached`, rounds.cached, rounds.well),
    rowOf(`${title}: never cached`, rounds.neverCached, rounds.well),
  ]
}

/** Whoever asks first waits for the fragment's budget, 500 ms at most; nobody after them. */
async function firstToAsk({ stack, viewers }: Bench): Promise<void> {
  const url = stack.originOf('blog') + composedPath
  await fetchPage(url, { headers: { cookie: viewers[0]?.cookies.blog ?? '' }, texts: [fallback] })
}

/** @throws when a page that is looked at meanwhile does not show `text`. */
async function measureShowing(bench: Bench, text: string): Promise<Measured> {
  const { stack } = bench
  const viewers = bench.viewers.slice(0, 50)
  const url = stack.originOf('blog') + composedPath
  const load = {
    url,
    headers: asBrowsers,
    cookieFile: await cookieFile(stack, viewers, 'blog'),
    connections: CONNECTIONS,
    seconds: SECONDS,
  }
  const measuring = measure(
    load,
    pidsOf(bench).filter((pid) => pid !== stack.apps.events.pid),
  )
  for (const { cookies, name } of viewers.slice(0, 10)) {
    await wait((SECONDS * 1_000) / 12)
    await fetchPage(url, { headers: { cookie: cookies.blog }, texts: [text, name] })
  }
  return measuring
}

/** The breakers have closed, and the calendar is there for everybody. */
async function untilWell({ stack, viewers }: Bench): Promise<void> {
  const url = stack.originOf('blog') + composedPath
  const headers = { cookie: viewers[0]?.cookies.blog ?? '' }
  for (let seen = 0; seen < 3;) {
    const { bytes } = await fetchPage(url, { headers })
    seen = bytes.includes(calendar) ? seen + 1 : 0
    await wait(400)
  }
}

function rowOf(name: string, own: Measured[], well?: Measured[]): Row {
  const of = (pick: (measured: Measured) => number) => median(own.map(pick))
  const row: Row = {
    name,
    perSecond: of(({ perSecond }) => perSecond),
    cpuMicros: of(({ cpuMicros }) => cpuMicros),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p99Ms: of(({ p99Ms }) => p99Ms),
  }
  if (!well) return row
  const factor = of(({ p99Ms }) => p99Ms) / median(well.map(({ p99Ms }) => p99Ms))
  return {
    ...row,
    target: `p99 ≤ ${MOST} × well`,
    result: `${factor.toFixed(2)} ×`,
    met: factor <= MOST,
  }
}
