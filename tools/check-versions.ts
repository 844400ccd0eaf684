import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { root, trackedFiles } from './tracked-files.ts'
import { findLooseVersions, type Manifest, type Workspace } from './versions/find-loose-versions.ts'

/** `pnpm versions`: every version is exact and stands in the catalog. */
const workspace = parse(read('pnpm-workspace.yaml')) as Workspace
const manifests = trackedFiles('package.json', '**/package.json').map(
  (file) => JSON.parse(read(file)) as Manifest,
)
const loose = findLooseVersions(workspace, manifests)
for (const line of loose) console.log(line)
if (loose.length > 0) process.exitCode = 1

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}
