import { type AppName, appNames } from '@rose-ash/shared/config'
import { CONNECTIONS } from '../load/compare.ts'
import { memoryOf } from '../load/process-figures.ts'
import { wrk } from '../load/wrk.ts'
import { cookieFile } from '../stack/make-viewers.ts'
import type { Case } from './bench.ts'

const MOST_MB = 150

/** The page of each app that is asked for, by people who are signed in. */
const paths: Record<AppName, string> = {
  blog: '/hearth-and-rye',
  market: '/markets/bread',
  cart: '/',
  events: '/',
  federation: '/',
  account: '/',
}

/** After all that came before, and some load on each app. */
export const memory: Case = async ({ stack, viewers }) => {
  for (const app of appNames) {
    await wrk({
      url: stack.originOf(app) + paths[app],
      headers: {},
      cookieFile: await cookieFile(stack, viewers, app),
      connections: CONNECTIONS,
      seconds: 3,
    })
  }
  return appNames.map((app) => {
    const { proportional, resident } = memoryOf(stack.apps[app].pid)
    return {
      name: `memory of ${app} after the load`,
      target: `≤ ${MOST_MB} MB`,
      result: `${proportional.toFixed(0)} MB (RSS ${resident.toFixed(0)})`,
      met: proportional <= MOST_MB,
    }
  })
}
