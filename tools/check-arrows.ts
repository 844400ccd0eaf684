import { findViolations } from './arrows/find-violations.ts'
import { root, trackedFiles } from './tracked-files.ts'

/**
 * `pnpm arrows`: holds every import against the rules, and fails as well when a file was not read:
 * under a compiler it does not know, dependency-cruiser reads none and finds nothing wrong.
 */
const folders = ['apps', 'packages', 'tools', 'bench']
const { files, violations } = await findViolations(root, folders)
const sources = trackedFiles(...folders.map((folder) => `${folder}/**/*.ts`))
const unread = sources.filter((file) => !files.has(file)).map((file) => `not read: ${file}`)

for (const line of [`${files.size} files read`, ...unread, ...violations]) console.log(line)
if (violations.length > 0 || unread.length > 0) process.exitCode = 1
