import { type Column, type SQL, sql } from 'drizzle-orm'

/** Whether a text has these words in it, whatever their case; nothing in them is a pattern. */
export function has(column: Column | SQL, words: string): SQL {
  const pattern = `%${words.toLowerCase().replaceAll(/[%_\\]/g, String.raw`\$&`)}%`
  return sql`lower(${column}) like ${pattern}`
}
