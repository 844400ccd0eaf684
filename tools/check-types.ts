import { execFile } from 'node:child_process'
import { relative } from 'node:path'
import { promisify } from 'node:util'
import { root, trackedFiles } from './tracked-files.ts'

/**
 * `pnpm types`: checks every `tsconfig.json` of the repository, and that each source file, tests and
 * configuration included, belongs to one of them.
 */
const seen = new Set<string>()
const errors = new Set<string>()

for (const project of trackedFiles('**/tsconfig.json')) {
  for (const line of await typeCheck(project)) {
    if (line.startsWith(root)) seen.add(relative(root, line))
    else if (line) errors.add(line)
  }
}
for (const file of trackedFiles('**/*.ts')) {
  if (!seen.has(file)) errors.add(`${file}: belongs to no tsconfig.json`)
}

for (const error of errors) console.log(error)
if (errors.size > 0) process.exitCode = 1

/** What the compiler says: its errors, and the path of every file it read. */
async function typeCheck(project: string): Promise<string[]> {
  const known = `node_modules/.cache/types/${project.replaceAll('/', '-')}.tsbuildinfo`
  const flags = `--noEmit --listFiles --pretty false --incremental --tsBuildInfoFile ${known}`
  const args = [...flags.split(' '), '-p', project]
  const run = promisify(execFile)('tsc', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 })
  const { stdout } = await run.catch((failed: { stdout: string }) => failed)
  return stdout.split('\n')
}
