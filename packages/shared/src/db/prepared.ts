import type { Db } from './database.ts'

const statements = new WeakMap<Db, Map<string, unknown>>()

/**
 * The statement that `build` makes, built once per database and kept by its name: planning a join
 * costs ten times what running it does, and only a named statement saves it. `build` must pass the
 * same name to `.prepare()`.
 */
export function prepared<T>(db: Db, name: string, build: (db: Db) => T): T {
  let known = statements.get(db)
  if (!known) statements.set(db, (known = new Map()))
  let statement = known.get(name) as T | undefined
  if (!statement) known.set(name, (statement = build(db)))
  return statement
}
