import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { forbidden, readingOptions } from './rules.ts'

export interface Findings {
  /** The source files that were read, relative to `baseDir`. */
  files: Set<string>
  /** One line each: the rule, who, whom. */
  violations: string[]
}

/** Holds the imports of every file below `folders` against the rules of the architecture. */
export async function findViolations(baseDir: string, folders: string[]): Promise<Findings> {
  const present = folders.filter((folder) => existsSync(join(baseDir, folder)))
  const options = { ...readingOptions, baseDir, validate: true, ruleSet: { forbidden } }
  const { output } = await cruise(present, options)
  if (typeof output === 'string') throw new TypeError('dependency-cruiser answered with a text')
  return { files: filesRead(output), violations: output.summary.violations.map(lineOf) }
}

function filesRead({ modules }: ICruiseResult): Set<string> {
  const ours = modules.filter(
    ({ coreModule, couldNotResolve, matchesDoNotFollow }) =>
      !coreModule && !couldNotResolve && !matchesDoNotFollow,
  )
  return new Set(ours.map(({ source }) => source))
}

type Violation = ICruiseResult['summary']['violations'][number]

function lineOf({ rule, from, to, cycle }: Violation): string {
  const path = cycle ? cycle.map(({ name }) => name).join(' → ') : to
  return `${rule.name}: ${from} → ${path}`
}
