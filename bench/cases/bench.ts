import { appNames } from '@rose-ash/shared/config'
import type { Viewer } from '../stack/make-viewers.ts'
import type { BenchStack } from '../stack/start-bench-stack.ts'
import type { Row } from '../table.ts'

/** What every case gets. */
export interface Bench {
  stack: BenchStack
  /** All of them signed in, each with a name and a basket of their own. */
  viewers: readonly Viewer[]
}

/** Measures something and says it in lines of the table. */
export type Case = (bench: Bench) => Promise<Row[]>

/** The blog page that carries a market and a calendar. */
export const composedPath = '/hearth-and-rye'

/** Stand in the fragments of that page: one of the market, one of events. */
export const composedTexts = ['Tannery sourdough', 'At the oven']

/** The six apps, without the further process of the market. */
export const pidsOf = ({ stack }: Bench): number[] => appNames.map((app) => stack.apps[app].pid)

export const count = (inBasket: number): string => `data-basket-count>${inBasket}<`
