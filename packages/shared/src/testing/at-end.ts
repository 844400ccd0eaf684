import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ends: (() => unknown)[] = []

/** Does this when the test file's tests have run, whatever they said; may be asked for within a test. */
export function atEnd(end: () => unknown): void {
  ends.push(end)
}

/** Does everything that was asked for, and throws the first thing that went wrong. */
export async function end(): Promise<void> {
  const results = await Promise.allSettled(ends.splice(0).map(async (one) => one()))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

/** A new folder that goes when the test file's tests have run. @param name what its name begins with. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
