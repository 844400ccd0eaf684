import { type Column, type GetColumnData, type SQL, sql } from 'drizzle-orm'

type Fields = Record<string, Column | SQL | SQL.Aliased>

/** What a value is once it was JSON: a moment is its ISO 8601 text. */
type InJson<Value> = Value extends Date ? string : Value

/** What `jsonObject` makes of these fields. */
export type JsonOf<F extends Fields> = {
  [Name in keyof F]: InJson<
    F[Name] extends Column
      ? GetColumnData<F[Name]>
      : F[Name] extends SQL<infer Value> | SQL.Aliased<infer Value>
        ? Value
        : never
  >
}

/**
 * Fields as one column of JSON, for rows with much in them and for lists in a row: a value that is
 * read and mapped by itself costs ten times what it does in there. Numbers must be ones that JSON has.
 */
export function jsonObject<F extends Fields>(fields: F): SQL<JsonOf<F>> {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [
    sql`${sql.raw(`'${name.replaceAll("'", "''")}'`)}`,
    sql`${value}`,
  ])
  return sql<JsonOf<F>>`json_build_object(${sql.join(pairs, sql`, `)})`
}
