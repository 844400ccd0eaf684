import { inspect } from 'node:util'
import { adding } from './cases/adding.ts'
import { blogPages } from './cases/blog-pages.ts'
import { mixUps } from './cases/mix-ups.ts'
import { documents } from './cases/documents.ts'
import { checkouts } from './cases/checkouts.ts'
import { devStart } from './cases/dev-start.ts'
import { deadNeighbour, hangingNeighbour } from './cases/neighbours.ts'
import { listing } from './cases/listing.ts'
import { importing } from './cases/importing.ts'
import { importingPosts } from './cases/importing-posts.ts'
import { memory } from './cases/memory.ts'
import {
  anonymousPage,
  basketPage,
  productPage,
  signedInPage,
  unchangedPage,
} from './cases/pages.ts'
import { scraping } from './cases/scraping.ts'
import { searching } from './cases/searching.ts'
import { findWrk } from './load/wrk.ts'
import { makeViewers } from './stack/make-viewers.ts'
import { startBenchStack } from './stack/start-bench-stack.ts'
import { type Row, table } from './table.ts'

/** In this order: what stops a neighbour comes after what needs all of them as they began. */
const cases = {
  anonymousPage,
  signedInPage,
  productPage,
  basketPage,
  unchangedPage,
  blogPages,
  mixUps,
  memory,
  hangingNeighbour,
  deadNeighbour,
  searching,
  listing,
  documents,
  scraping,
  importing,
  importingPosts,
  adding,
  checkouts,
}

const VIEWERS = 200

/**
 * `pnpm bench`: starts the cooperative as production runs it, measures it and prints one table. With
 * names of cases, only those.
 */
async function main(names: readonly string[]): Promise<void> {
  const wanted = (name: string) => names.length === 0 || names.includes(name)
  await findWrk()
  const rows: Row[] = []
  const stack = await startBenchStack((step) => say(`  ✓ ${step}`))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stack.stop().finally(() => process.exit(1)))
  }
  try {
    const bench = { stack, viewers: await makeViewers(stack, VIEWERS) }
    for (const [name, measure] of Object.entries(cases).filter(([name]) => wanted(name))) {
      say(`  … ${name}`)
      rows.push(...(await measure(bench).catch(failed(name))))
    }
  } finally {
    await stack.stop()
  }
  if (wanted('devStart')) rows.push(...(await devStart().catch(failed('devStart'))))
  say(`\n${table(rows)}`)
}

/** A case that cannot be measured is told in the table, and the others go on. */
const failed =
  (name: string) =>
  (error: Error): Row[] => {
    process.stderr.write(`${inspect(error)}\n`)
    return [{ name, result: 'could not be measured', met: false }]
  }

const say = (line: string): void => void process.stdout.write(`${line}\n`)

await main(process.argv.slice(2))
