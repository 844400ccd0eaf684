import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import type { LexicalDocument } from '../../contracts/lexical.ts'
import { createdAt, id } from '../columns.ts'
import { people } from './account.ts'
import { authors, blogSchema, posts } from './blog.ts'

/** Further authors of a post, in the order they are named after its first. */
export const coAuthors = blogSchema.table(
  'co_authors',
  {
    postId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    authorId: uuid()
      .notNull()
      .references(() => authors.id),
    position: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.postId, t.authorId] }),
    index('co_authors_by_author').on(t.authorId),
  ],
)

/** Tags that belong together, such as "Recipes by season". */
export const tagGroups = blogSchema.table('tag_groups', {
  id: id(),
  name: text().notNull().unique('tag_groups_name_once'),
  position: integer().notNull().default(0),
})

/** What posts are about. An internal tag is shown to editors alone. */
export const tags = blogSchema.table(
  'tags',
  {
    id: id(),
    slug: text().notNull().unique('tags_slug_once'),
    name: text().notNull(),
    description: text().notNull().default(''),
    image: text(),
    visibility: text({ enum: ['public', 'internal'] })
      .notNull()
      .default('public'),
    groupId: uuid().references(() => tagGroups.id, { onDelete: 'set null' }),
    seoTitle: text().notNull().default(''),
    seoDescription: text().notNull().default(''),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    check('tags_visibility_known', sql`${t.visibility} in ('public', 'internal')`),
    check('tags_slug_fits_a_path', sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
  ],
)

/** The tags of a post in their order; the first is its main one. */
export const postTags = blogSchema.table(
  'post_tags',
  {
    postId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    tagId: uuid()
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.postId, t.tagId] }),
    index('post_tags_by_tag').on(t.tagId, t.postId),
  ],
)

/** Everything of a post that an editor can change, as one revision or working copy has it. */
export interface PostContent {
  title: string
  slug: string
  lexical: LexicalDocument
  excerpt: string
  image: string | null
  imageAlt: string
  imageCaption: string
  visibility: (typeof posts.$inferSelect)['visibility']
  featured: boolean
  canonicalUrl: string | null
  seoTitle: string
  seoDescription: string
  socialTitle: string
  socialDescription: string
  socialImage: string | null
  /** The first is `posts.authorId`. */
  authorIds: string[]
  tagIds: string[]
}

/**
 * What is not saved yet, with its topics as they are typed: none is made before that; and what a
 * version does not have, as it is of the post.
 */
export interface WorkingContent extends PostContent {
  tagLine?: string
  commentsOpen?: boolean | undefined
}

export const revisionReasons = [
  'created',
  'saved',
  'published',
  'unpublished',
  'scheduled',
  'restored',
  'imported',
  'synced',
  'conflict',
] as const

/** A post as it was saved at `version`, with the HTML made of it. Never changed. */
export const revisions = blogSchema.table(
  'revisions',
  {
    id: id(),
    postId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    content: jsonb().$type<PostContent>().notNull(),
    html: text().notNull(),
    plaintext: text().notNull(),
    reason: text({ enum: revisionReasons }).notNull(),
    /** null: made by a program, such as the sync with Ghost. */
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [
    // What lost a conflict is kept beside the version that won.
    unique('revisions_version_once').on(t.postId, t.version, t.reason),
    index('revisions_newest').on(t.postId, t.createdAt.desc().nullsFirst()),
  ],
)

/**
 * What one person has typed into a post and not saved yet, kept every few seconds; so a closed tab
 * loses nothing, and two people never write into the same one.
 */
export const workingCopies = blogSchema.table(
  'working_copies',
  {
    postId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    /** The version that was opened. */
    baseVersion: integer().notNull(),
    content: jsonb().$type<WorkingContent>().notNull(),
    updatedAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.postId, t.personId] })],
)

/** Who has the editor of a post open. Whoever was not heard of for a minute has gone. */
export const editingSessions = blogSchema.table(
  'editing_sessions',
  {
    postId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    seenAt: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.postId, t.personId] })],
)

/** Every path a post once had: it leads to where the post is now, for good. */
export const slugHistory = blogSchema.table(
  'slug_history',
  {
    slug: text().primaryKey(),
    postId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [index('slug_history_by_post').on(t.postId)],
)

/**
 * Every slug that a topic which readers could see once had, and those of topics that were merged into
 * it. Without a topic: it was deleted.
 */
export const tagSlugHistory = blogSchema.table(
  'tag_slug_history',
  {
    slug: text().primaryKey(),
    tagId: uuid().references(() => tags.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [index('tag_slug_history_by_tag').on(t.tagId)],
)

/** Every path of a post that readers once saw and that is deleted for good: it says so. */
export const goneSlugs = blogSchema.table('gone_slugs', {
  slug: text().primaryKey(),
  goneAt: createdAt(),
})

/** Blocks kept to be used again. */
export const snippets = blogSchema.table('snippets', {
  id: id(),
  name: text().notNull().unique('snippets_name_once'),
  lexical: jsonb().$type<LexicalDocument>().notNull(),
  personId: uuid().references(() => people.id, { onDelete: 'set null' }),
  createdAt: createdAt(),
  updatedAt: createdAt(),
})

/**
 * The word stems of what strangers may search, and in how many posts each is: all of what is public,
 * title and excerpt of what stands behind a wall. What a reader misspelt is looked for here. Made anew
 * by the blog every ten minutes, and when a wall goes up.
 */
export const searchWords = blogSchema.materializedView('search_words', {
  word: text().notNull(),
  posts: integer().notNull(),
}).as(sql`select word, ndoc as posts from ts_stat($$
    select case visibility when 'public' then search else ts_filter(search, '{a,b}') end
    from blog.posts where status = 'published'$$) where length(word) > 2`)
