import { inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { tags } from '@rose-ash/shared/db/models/blog-writing'
import { toSlug } from './slugs.ts'

/**
 * The ids of the tags with these names, in their order; what is not there is made. A name that begins
 * with `#` is for editors alone, as in Ghost.
 */
export async function tagIdsOf(tx: Db, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const wanted = names.map((name) => ({ name, slug: slugOf(name) }))
  const rows = wanted.map(({ name, slug }) => ({
    name,
    slug,
    visibility: name.startsWith('#') ? ('internal' as const) : ('public' as const),
  }))
  await tx.insert(tags).values(rows).onConflictDoNothing({ target: tags.slug })
  const found = await tx
    .select({ id: tags.id, slug: tags.slug })
    .from(tags)
    .where(
      inArray(
        tags.slug,
        wanted.map(({ slug }) => slug),
      ),
    )
  return wanted.flatMap(({ slug }) => found.find((tag) => tag.slug === slug)?.id ?? [])
}

const slugOf = (name: string): string => {
  const slug =
    toSlug(name.replace(/^#/, '')) || `tag-${Buffer.from(name).toString('hex').slice(0, 12)}`
  return name.startsWith('#') ? `hash-${slug}` : slug
}
