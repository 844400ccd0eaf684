import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.env.ROSE_ASH_SHARED

/** Whether the folder with other people's data was given. */
export const isAtHand = folder !== undefined

if (!isAtHand) console.info('Not compared with other people’s data: ROSE_ASH_SHARED is not set.')

/** A file below the folder's `data`; empty when there is no folder, for tests that are skipped. */
export function sharedFile(path: string, otherwise = ''): string {
  return folder === undefined ? otherwise : readFileSync(join(folder, 'data', path), 'utf8')
}
