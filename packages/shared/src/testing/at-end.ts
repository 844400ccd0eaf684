import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const ends: (() => unknown)[] = []

// Asked for here, as vitest forgets a hook that a test or another hook asks for.
afterAll(async () => {
  const results = await Promise.allSettled(ends.splice(0).map(async (end) => end()))
  for (const result of results) if (result.status === 'rejected') throw result.reason
})

/** Does this when the test file's tests have run, whatever they said; may be asked for within a test. */
export function atEnd(end: () => unknown): void {
  ends.push(end)
}

/** A new folder that goes when the test file's tests have run. @param name what its name begins with. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
