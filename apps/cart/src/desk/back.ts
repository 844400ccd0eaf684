import { z } from 'zod'

/** The page of the desk that a form was sent from: a path of ours and nothing else. */
export const BackPath = z
  .string()
  .max(1_000)
  .regex(/^\/desk\/(orders|picking)[\w/?=&%.+:-]*$/)
  .catch('/desk/orders')

/** A path with its query, without what is empty. */
export function pathWith(path: string, query: Record<string, string | undefined>): string {
  const filled = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[name, value]],
  )
  return filled.length === 0 ? path : `${path}?${new URLSearchParams(filled).toString()}`
}
