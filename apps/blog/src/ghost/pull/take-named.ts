import { and, eq, notExists, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Db } from '@rose-ash/shared/db'
import { authors } from '@rose-ash/shared/db/models/blog'
import { ghostLinks } from '@rose-ash/shared/db/models/blog-ghost'
import { newsletters } from '@rose-ash/shared/db/models/blog-newsletters'
import { tags } from '@rose-ash/shared/db/models/blog-writing'
import type { GhostAuthor, GhostNewsletter, GhostTag } from '../client/schemas.ts'
import { toSlug } from '../../editing/slugs.ts'
import type { Projection } from '../projection/canonical.ts'
import { projectAuthor, projectNewsletter, projectTag } from '../projection/project-ghost.ts'
import {
  findLink,
  type GhostThing,
  isBuried,
  isInStep,
  keepLink,
  lockThing,
  type Taken,
} from './links.ts'
import { moveTag } from './move-tag.ts'

type Named = typeof tags | typeof authors | typeof newsletters

interface NamedThing {
  kind: 'tag' | 'author' | 'newsletter'
  table: Named
  row: { id: string; slug: string; updated_at: string | null }
  projection: Projection
  values: Record<string, unknown>
}

/** Takes a tag as Ghost has it. @param image our address of its picture. */
export function takeTag(
  tx: Db,
  siteId: string,
  row: GhostTag,
  image: string | null,
): Promise<Taken> {
  const values = {
    name: row.name,
    description: row.description,
    image,
    visibility: row.visibility === 'internal' ? 'internal' : 'public',
    seoTitle: row.meta_title,
    seoDescription: row.meta_description,
  }
  return takeNamed(tx, siteId, {
    kind: 'tag',
    table: tags,
    row,
    projection: projectTag(row),
    values,
  })
}

/** Takes an author: the name readers see, not a right to sign in. */
export function takeAuthor(tx: Db, siteId: string, row: GhostAuthor): Promise<Taken> {
  const values = { name: row.name, bio: row.bio }
  return takeNamed(tx, siteId, {
    kind: 'author',
    table: authors,
    row,
    projection: projectAuthor(row),
    values,
  })
}

export function takeNewsletter(tx: Db, siteId: string, row: GhostNewsletter): Promise<Taken> {
  const status = row.status === 'archived' ? 'archived' : 'active'
  const values = { name: row.name, description: row.description, status }
  const projection = projectNewsletter(row)
  return takeNamed(tx, siteId, { kind: 'newsletter', table: newsletters, row, projection, values })
}

async function takeNamed(tx: Db, siteId: string, named: NamedThing): Promise<Taken> {
  const { kind, table, row, projection, values } = named
  const thing: GhostThing = { siteId, kind, ghostId: row.id }
  await lockThing(tx, thing)
  const link = await findLink(tx, thing)
  if (isInStep(link, projection)) return 'same'
  const slug = toSlug(row.slug) || `${kind}-${row.id.slice(-8)}`
  const known = isBuried(link) || !link ? await unlinked(tx, thing, table, slug) : link.localId
  // What was deleted or merged here stays so, until somebody makes it here again.
  if (isBuried(link) && !known) return 'same'
  const localId = known ?? v7()
  if (known) {
    await tx.update(table).set(values).where(eq(table.id, known))
    const theyMoved = link?.localId === known && link.base['slug'] !== row.slug
    if (kind === 'tag' && theyMoved) await moveTag(tx, known, slug)
  } else {
    await insertNamed(tx, table, slug, { ...values, id: localId })
  }
  await keepLink(tx, thing, { localId, projection, updatedAt: row.updated_at })
  return link ? 'changed' : 'added'
}

/** One of ours with this slug that is nothing else of this Ghost's: it is meant to be the same. */
async function unlinked(
  tx: Db,
  { siteId, kind }: GhostThing,
  table: Named,
  slug: string,
): Promise<string | undefined> {
  const linked = tx
    .select({ one: sql`1` })
    .from(ghostLinks)
    .where(
      and(
        eq(ghostLinks.siteId, siteId),
        eq(ghostLinks.kind, kind),
        eq(ghostLinks.localId, table.id),
      ),
    )
  const [found] = await tx
    .select({ id: table.id })
    .from(table as typeof tags)
    .where(and(eq(table.slug, slug), notExists(linked)))
  return found?.id
}

/** With the wanted slug, or the first of `-2`, `-3` … that is free. */
async function insertNamed(
  tx: Db,
  table: Named,
  wanted: string,
  values: Record<string, unknown>,
): Promise<void> {
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? wanted : `${wanted}-${number}`
    const made = await tx
      .insert(table as typeof tags)
      .values({ ...values, slug } as typeof tags.$inferInsert)
      .onConflictDoNothing({ target: table.slug })
      .returning({ id: table.id })
    if (made.length > 0) return
  }
}
