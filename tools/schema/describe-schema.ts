import type pg from 'pg'
import { catalogQueries, strangersQuery } from './catalog-queries.ts'

/**
 * The whole schema of a database as SQL, in an order that depends on names alone. An empty database
 * that runs it has the same schema.
 *
 * @throws {Error} when the database has a kind of thing that this cannot tell.
 */
export async function describeSchema(client: pg.Client): Promise<string> {
  // Nothing is on the path, so PostgreSQL writes every name in full.
  await client.query(`set search_path to ''`)
  const strangers = await column(client, strangersQuery)
  if (strangers.length > 0) {
    throw new Error(`describeSchema does not know how to tell ${strangers.join(', ')}`)
  }
  const parts: string[] = []
  for (const query of catalogQueries) {
    const statements = await column(client, query)
    if (statements.length > 0) parts.push(statements.join('\n'))
  }
  return `${parts.join('\n\n')}\n`
}

async function column(client: pg.Client, query: string): Promise<string[]> {
  const { rows } = await client.query<[string]>({ text: query, rowMode: 'array' })
  return rows.map(([value]) => value)
}
