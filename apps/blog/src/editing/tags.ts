import { desc, inArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { tags } from '@rose-ash/shared/db/models/blog-writing'
import { toSlug } from './slugs.ts'

/**
 * The ids of the tags with these names, in their order; what is not there is made. A name that begins
 * with `#` is for editors alone, as in Ghost.
 */
export async function tagIdsOf(tx: Db, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const known = await knownByName(tx, names)
  const unknown = names.filter((name) => !known.has(name.toLowerCase()))
  const made = await makeOrFind(tx, unknown)
  return names.flatMap((name) => known.get(name.toLowerCase()) ?? made.get(slugOf(name)) ?? [])
}

/** By name first: a topic that was renamed keeps its slug. */
async function knownByName(tx: Db, names: readonly string[]): Promise<Map<string, string>> {
  const wanted = names.map((name) => name.toLowerCase())
  const rows = await tx
    .select({ id: tags.id, name: tags.name })
    .from(tags)
    .where(inArray(sql`lower(${tags.name})`, wanted))
    .orderBy(desc(tags.id))
  return new Map(rows.map(({ id, name }) => [name.toLowerCase(), id]))
}

async function makeOrFind(tx: Db, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  const rows = names.map((name) => ({
    name,
    slug: slugOf(name),
    visibility: name.startsWith('#') ? ('internal' as const) : ('public' as const),
  }))
  await tx.insert(tags).values(rows).onConflictDoNothing({ target: tags.slug })
  const slugs = rows.map(({ slug }) => slug)
  const found = await tx
    .select({ id: tags.id, slug: tags.slug })
    .from(tags)
    .where(inArray(tags.slug, slugs))
  return new Map(found.map(({ id, slug }) => [slug, id]))
}

const slugOf = (name: string): string => {
  const slug =
    toSlug(name.replace(/^#/, '')) || `tag-${Buffer.from(name).toString('hex').slice(0, 12)}`
  return name.startsWith('#') ? `hash-${slug}` : slug
}
