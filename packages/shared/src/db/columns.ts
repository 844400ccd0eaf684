import { type SQL, sql } from 'drizzle-orm'
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'
import { v7 } from 'uuid'

/** A UUIDv7 key, made here: later rows sort after earlier ones. */
export const id = () =>
  uuid()
    .primaryKey()
    .$defaultFn(() => v7())

/** An instant; the database's own clock unless told otherwise. */
export const instant = () => timestamp({ withTimezone: true, mode: 'date' })

export const createdAt = () =>
  instant()
    .notNull()
    .default(sql`now()`)

/** Text compared without regard to case (extension `citext`). */
export const citext = customType<{ data: string }>({ dataType: () => 'citext' })

/** The words of a text, for PostgreSQL's full-text search. */
export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/** Bytes. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** A whole transaction's number, which never comes again. */
export const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })

/** Values for a constraint's `in (…)`. They are ours, never somebody's: nothing is escaped. */
export const listOf = (values: readonly string[]): SQL =>
  sql.raw(values.map((one) => `'${one}'`).join(', '))
