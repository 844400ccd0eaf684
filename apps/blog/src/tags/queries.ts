import { and, asc, count, eq, exists, sql } from 'drizzle-orm'
import { type Db, prepared } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { postTags, tagGroups, tags } from '@rose-ash/shared/db/models/blog-writing'

export interface Tag {
  id: string
  slug: string
  name: string
  description: string
  image: string | null
  seoTitle: string
  seoDescription: string
}

/** A tag that everybody may see. */
export async function findTag(db: Db, slug: string): Promise<Tag | undefined> {
  const { id, name, description, image, seoTitle, seoDescription } = tags
  const [found] = await db
    .select({ id, slug: tags.slug, name, description, image, seoTitle, seoDescription })
    .from(tags)
    .where(and(eq(tags.slug, slug), eq(tags.visibility, 'public')))
  return found
}

export interface TagGroup {
  /** Absent for tags that belong to none. */
  name: string | null
  tags: { name: string; href: string; description: string; posts: number }[]
}

/** Tags with something published, by group. */
export async function tagsByGroup(db: Db): Promise<TagGroup[]> {
  const rows = await prepared(db, 'blog_tags', (on) =>
    on
      .select({
        group: tagGroups.name,
        name: tags.name,
        slug: tags.slug,
        description: tags.description,
        posts: count(),
      })
      .from(tags)
      .leftJoin(tagGroups, eq(tagGroups.id, tags.groupId))
      .innerJoin(postTags, eq(postTags.tagId, tags.id))
      .innerJoin(posts, and(eq(posts.id, postTags.postId), eq(posts.status, 'published')))
      .where(eq(tags.visibility, 'public'))
      .groupBy(tags.id, tagGroups.id)
      .orderBy(sql`${tagGroups.position} asc nulls last`, asc(tags.name))
      .prepare('blog_tags'),
  ).execute()
  return [...Map.groupBy(rows, ({ group }) => group)].map(([name, own]) => ({
    name,
    tags: own.map(({ slug, name: tag, description, posts: published }) => ({
      name: tag,
      href: `/tags/${slug}`,
      description,
      posts: published,
    })),
  }))
}

/** True for posts with this tag; a condition on `blog.posts`. */
export const isTagged = (db: Db, tagId: ReturnType<typeof sql.placeholder>) =>
  exists(
    db
      .select({ one: sql`1` })
      .from(postTags)
      .where(and(eq(postTags.postId, sql`"blog"."posts"."id"`), eq(postTags.tagId, tagId))),
  )
