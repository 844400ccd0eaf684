import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addUp, type Report } from './totals/add-up.ts'
import { root } from './tracked-files.ts'

/**
 * `.ci/run`'s last line: the sum of the reports that vitest left in every package. `--run-failed`
 * says that the run itself did not end well.
 */
const cwd = root
const reports = globSync('{apps/*,packages/*,tools}/node_modules/.cache/tests-*.json', { cwd }).map(
  (file) => JSON.parse(readFileSync(join(root, file), 'utf8')) as Report,
)
const { passed, failed } = addUp(reports, process.argv.includes('--run-failed'))
console.log(`${passed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1
