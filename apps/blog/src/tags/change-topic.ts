import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { navItems, posts } from '@rose-ash/shared/db/models/blog'
import { ghostLinks } from '@rose-ash/shared/db/models/blog-ghost'
import { postTags, tagGroups, tags, tagSlugHistory } from '@rose-ash/shared/db/models/blog-writing'
import { BadInput, NotFound } from '@rose-ash/shared/errors'
import { checkEditsAll, type Editor } from '../editing/editor.ts'
import { toSlug } from '../editing/slugs.ts'
import { orTaken } from '../editing/taken.ts'
import { rememberSlug } from './tag-history.ts'

type Row = typeof tags.$inferSelect
type Words = Pick<Row, 'name' | 'description' | 'image' | 'seoTitle' | 'seoDescription' | 'groupId'>

export interface TopicChange extends Words {
  id: string
  /** Left alone when empty, and once a post with the topic is published. */
  slug: string
}

/**
 * Changes what is said of a topic. Answers the ids of the posts that have it.
 *
 * @throws {Taken} when another topic has the address. @throws {NotFound}
 */
export async function changeTopic(db: Db, editor: Editor, change: TopicChange): Promise<string[]> {
  checkEditsAll(editor)
  const { id, slug, groupId, ...words } = change
  const wanted = toSlug(slug)
  if (slug !== '' && wanted === '') {
    throw new BadInput('An address needs letters or figures, such as autumn-soups.')
  }
  const visibility = words.name.startsWith('#') ? ('internal' as const) : ('public' as const)
  const fixed = sql`${wanted} = '' or exists (select 1 from ${postTags}
    join ${posts} on ${posts.id} = ${postTags.postId}
    where ${postTags.tagId} = ${id} and ${posts.status} = 'published')`
  const shown = sql<string>`case when ${fixed} then ${tags.slug} else ${wanted} end`
  return db.transaction(async (tx) => {
    const before = await lockTopic(tx, id)
    const kept = await groupThatIs(tx, groupId)
    const [after] = await orTaken(
      tx
        .update(tags)
        .set({ ...words, groupId: kept, visibility, slug: shown, updatedAt: sql`now()` })
        .where(eq(tags.id, id))
        .returning({ slug: tags.slug }),
      'Another topic has this address. Choose another one, or merge the two.',
    )
    if (after?.slug !== before.slug) await rememberSlug(tx, before)
    return postsWith(tx, id)
  })
}

/**
 * Makes two topics one: posts, menu items and addresses of the first are those of the second from now
 * on, and the first one is gone. Answers the ids of the posts that had it.
 *
 * @throws {NotFound} when one of them is not there.
 */
export async function mergeTopics(
  db: Db,
  editor: Editor,
  { id, into }: { id: string; into: string },
): Promise<string[]> {
  checkEditsAll(editor)
  if (id === into) throw new BadInput('Choose another topic to merge this one into.')
  return db.transaction(async (tx) => {
    const both = await tx
      .select({ tagId: tags.id, slug: tags.slug, visibility: tags.visibility })
      .from(tags)
      .where(inArray(tags.id, [id, into]))
      .orderBy(asc(tags.id))
      .for('update')
    const first = both.find(({ tagId }) => tagId === id)
    if (!first || both.length < 2) throw new NotFound('topic')
    const moved = await postsWith(tx, id)
    // What was the main topic of a post stays its main one.
    await tx.execute(sql`insert into ${postTags} (post_id, tag_id, position)
      select post_id, ${into}::uuid, position from ${postTags} where tag_id = ${id}
      on conflict (post_id, tag_id) do update
        set position = least(post_tags.position, excluded.position)`)
    await tx
      .update(navItems)
      .set({ targetId: into })
      .where(and(eq(navItems.kind, 'tag'), eq(navItems.targetId, id)))
    await tx.update(tagSlugHistory).set({ tagId: into }).where(eq(tagSlugHistory.tagId, id))
    await rememberSlug(tx, { ...first, tagId: into })
    await remove(tx, id, { state: 'merged-here', localId: into })
    return moved
  })
}

/**
 * Takes a topic away from everything that has it; its addresses say that it is gone. Answers the ids of
 * the posts that had it: none when it is gone already.
 */
export async function deleteTopic(db: Db, editor: Editor, id: string): Promise<string[]> {
  checkEditsAll(editor)
  return db.transaction(async (tx) => {
    const topic = await findForUpdate(tx, id)
    if (!topic) return []
    await rememberSlug(tx, topic)
    const had = await postsWith(tx, id)
    await remove(tx, id, { state: 'deleted-here', localId: id })
    return had
  })
}

/** @param end what a Ghost that still has it is told: it stays as it was decided here. */
async function remove(
  tx: Db,
  id: string,
  end: { state: 'merged-here' | 'deleted-here'; localId: string },
): Promise<void> {
  await tx.delete(tags).where(eq(tags.id, id))
  const links = and(eq(ghostLinks.kind, 'tag'), eq(ghostLinks.localId, id))
  await tx.delete(ghostLinks).where(and(links, eq(ghostLinks.state, 'gone-there')))
  await tx.update(ghostLinks).set(end).where(links)
}

/** One that was taken away meanwhile is none, as for the topics that were in it. */
async function groupThatIs(tx: Db, groupId: string | null): Promise<string | null> {
  if (groupId === null) return null
  const [group] = await tx
    .select({ id: tagGroups.id })
    .from(tagGroups)
    .where(eq(tagGroups.id, groupId))
    .for('key share')
  return group?.id ?? null
}

async function lockTopic(tx: Db, id: string) {
  const found = await findForUpdate(tx, id)
  if (!found) throw new NotFound('topic')
  return found
}

async function findForUpdate(tx: Db, id: string) {
  const [found] = await tx
    .select({ tagId: tags.id, slug: tags.slug, visibility: tags.visibility })
    .from(tags)
    .where(eq(tags.id, id))
    .for('update')
  return found
}

async function postsWith(db: Db, id: string): Promise<string[]> {
  const rows = await db.select({ id: postTags.postId }).from(postTags).where(eq(postTags.tagId, id))
  return rows.map((row) => row.id)
}
