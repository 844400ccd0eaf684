import slugify from '@sindresorhus/slugify'
import { Refusal } from '../errors/index.ts'
import { z } from 'zod'

const MAX_LENGTH = 120

/** Words as part of an address: "Café & Crème!" → `cafe-and-creme`; `fallback` when nothing is left. */
export function toSlug(words: string, fallback: string): string {
  const slug = slugify(words, { decamelize: false })
    .slice(0, MAX_LENGTH)
    .replaceAll(/^-+|-+$/g, '')
  return slug || fallback
}

/** The first of `base`, `base-2`, `base-3` … that is not taken. */
export function freeAmong(base: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? base : `${base}-${number}`
    if (!taken.has(slug)) return slug
  }
}

/** PostgreSQL's pattern of everything that `freeAmong` may try. */
export const likeSlug = (base: string): string => `^${base}(-[0-9]+)?$`

/** The first that `freeAmong` tries: by name, an index finds them however many others there are. */
export const firstSlugs = (base: string): string[] =>
  Array.from({ length: 20 }, (_, n) => (n === 0 ? base : `${base}-${n + 1}`))

/** Something else has this address, since a moment ago. */
class Taken extends Refusal {
  constructor() {
    super('taken', 409, 'Somebody took this address a moment ago. Save again to get another one.')
  }
}

const NotUnique = z.object({ cause: z.object({ code: z.literal('23505') }) })

/** Waits for a write that a unique constraint may stop. @throws {Taken} */
export async function orTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (NotUnique.safeParse(error).success) throw new Taken()
    throw error
  }
}
