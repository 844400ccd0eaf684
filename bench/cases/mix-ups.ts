import { Pool } from 'undici'
import type { AppName } from '@rose-ash/shared/config'
import { forget } from '../stack/forget.ts'
import type { Viewer } from '../stack/make-viewers.ts'
import type { Bench, Case } from './bench.ts'
import { composedPath } from './bench.ts'

const pages: [app: AppName, path: string][] = [
  ['blog', composedPath],
  ['blog', '/'],
  ['market', '/products/tannery-sourdough'],
  ['cart', '/'],
]
const COLD_ROUNDS = 3
const WARM_ROUNDS = 3

interface Tally {
  answers: number
  foreign: number
  /** Neither foreign nor complete: a fallback stands in the place of a name or a basket. */
  fallbacks: number
}

/** All viewers at once, each with a name and a basket of their own; every answer is read. */
export const mixUps: Case = async (bench) => {
  const cold: Tally = { answers: 0, foreign: 0, fallbacks: 0 }
  const warm: Tally = { answers: 0, foreign: 0, fallbacks: 0 }
  for (let round = 0; round < COLD_ROUNDS; round += 1) {
    await forget(bench.stack.redisUrl, 'fragment:*')
    await forget(bench.stack.redisUrl, 'page:*')
    await everybody(bench, cold)
  }
  for (let round = 0; round < WARM_ROUNDS; round += 1) await everybody(bench, warm)
  return [rowOf('cold', cold), rowOf('warm', warm)]
}

async function everybody({ stack, viewers }: Bench, tally: Tally): Promise<void> {
  for (const [app, path] of pages) {
    const pool = new Pool(stack.originOf(app), { connections: 64 })
    const looks = viewers.map(async (viewer) => {
      const headers = { accept: 'text/html', cookie: viewer.cookies[app] }
      const { body } = await pool.request({ method: 'GET', path, headers })
      judge(await body.text(), viewer, tally)
    })
    await Promise.all(looks)
    await pool.close()
  }
}

/** Whatever names a viewer or counts a basket must be this viewer's. */
function judge(html: string, { name, inBasket }: Viewer, tally: Tally): void {
  const names = html.match(/Viewer \d{3}/g) ?? []
  const counts = [...html.matchAll(/data-basket-count>(\d+)</g)].map(([, found]) => Number(found))
  tally.answers += 1
  const foreign =
    names.some((found) => found !== name) || counts.some((found) => found !== inBasket)
  if (foreign) tally.foreign += 1
  else if (names.length === 0 || counts.length === 0) tally.fallbacks += 1
}

function rowOf(caches: string, { answers, foreign, fallbacks }: Tally) {
  return {
    name: `mix-ups, 200 viewers at once, caches ${caches}`,
    target: '0 foreign fragments',
    result: `${foreign} foreign, ${fallbacks} fallbacks in ${answers} pages`,
    met: foreign === 0,
  }
}
