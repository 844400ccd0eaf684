import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres'
import type { PgDatabase } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { shareReaders } from './shared-readers.ts'

/** A table's column, and what SQL makes of it, for verbs that make a part of a statement. */
export type { Column, SQL } from 'drizzle-orm'

/** What every verb takes first: the pool, or a transaction of the caller's. */
export type Db = PgDatabase<NodePgQueryResultHKT>

export interface Database {
  db: NodePgDatabase
  pool: pg.Pool
  close(): Promise<void>
}

export interface DatabaseOptions {
  url: string
  /** Connections kept at most by this process, beside two that named statements share. */
  size: number
  /** Called for a connection that breaks while nobody uses it. */
  onError(error: Error): void
}

/** Opens a pool; the first query connects. Statements are cut off after 15 s. */
export function openDatabase({ url, size, onError }: DatabaseOptions): Database {
  const settings = {
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    // Left to itself PostgreSQL plans `id = any($1)` anew each time, which costs more than to run it.
    options: '-c plan_cache_mode=force_generic_plan -c jit=off',
    idle_in_transaction_session_timeout: 30_000,
  }
  const pool = new pg.Pool({ ...settings, max: size })
  const closeReaders = shareReaders(pool, settings)
  pool.on('error', onError)
  pool.on('connect', (client) => void client.on('error', onError))
  return {
    db: drizzle(pool, { casing: 'snake_case' }),
    pool,
    close: async () => void (await Promise.all([pool.end(), closeReaders()])),
  }
}
