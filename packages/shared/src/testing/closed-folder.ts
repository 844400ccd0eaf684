import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * PostgreSQL does not run as root: started by root it runs as the user `postgres`, who must be able
 * to walk to its programs and its data.
 *
 * @throws when root is asked to start it where others may not go, such as below `/root`.
 */
export function checkWayFor(paths: readonly string[], uid = process.getuid?.()): void {
  if (uid !== 0) return
  const closed = paths.map(findClosedFolder).find(Boolean)
  if (!closed) return
  throw new Error(
    `PostgreSQL does not run as root, and as the user postgres it may not enter ${closed}. ` +
      `Check the project out somewhere else, such as /srv, or run \`chmod o+x ${closed}\`.`,
  )
}

/** The highest folder on the way that only its owner, or their group, may enter. */
function findClosedFolder(path: string): string | undefined {
  const parent = dirname(path)
  const above = parent === path ? undefined : findClosedFolder(parent)
  if (above) return above
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat?.isDirectory() && (stat.mode & 0o001) === 0 ? path : undefined
}
