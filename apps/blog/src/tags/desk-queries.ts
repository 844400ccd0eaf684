import { asc, count, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { postTags, tagGroups, tags } from '@rose-ash/shared/db/models/blog-writing'
import { NotFound } from '@rose-ash/shared/errors'

/** Every topic with how many posts and pages have it, drafts included; by group, then by name. */
export async function everyTopic(db: Db) {
  return db
    .select({
      id: tags.id,
      name: tags.name,
      slug: tags.slug,
      visibility: tags.visibility,
      group: tagGroups.name,
      posts: count(postTags.postId),
    })
    .from(tags)
    .leftJoin(tagGroups, eq(tagGroups.id, tags.groupId))
    .leftJoin(postTags, eq(postTags.tagId, tags.id))
    .groupBy(tags.id, tagGroups.id)
    .orderBy(sql`${tagGroups.position} asc nulls last`, asc(sql`lower(${tags.name})`), asc(tags.id))
}

/** The groups in their order, each with its place. */
export async function everyGroup(db: Db) {
  const rows = await db
    .select()
    .from(tagGroups)
    .orderBy(asc(tagGroups.position), asc(tagGroups.name))
  return rows.map(({ id, name }, place) => ({ id, name, place, isLast: place === rows.length - 1 }))
}

/** A topic with how many posts have it, and whether one of them is published. @throws {NotFound} */
export async function topicById(db: Db, id: string) {
  const [topic] = await db.select().from(tags).where(eq(tags.id, id))
  if (!topic) throw new NotFound('topic')
  const [used] = await db
    .select({
      posts: count(),
      published: sql<boolean>`coalesce(bool_or(${posts.status} = 'published'), false)`,
    })
    .from(postTags)
    .innerJoin(posts, eq(posts.id, postTags.postId))
    .where(eq(postTags.tagId, id))
  return { ...topic, posts: used?.posts ?? 0, published: used?.published ?? false }
}
