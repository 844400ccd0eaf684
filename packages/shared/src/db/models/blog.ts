import { type SQL, sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { type LexicalDocument, emptyDocument } from '../../contracts/lexical.ts'
import { createdAt, id, instant, tsvector } from '../columns.ts'
import { people } from './account.ts'

export const blogSchema = pgSchema('blog')

/** Who may read a post: everybody, members, or who has the newsletter. */
export const visibilities = ['public', 'members', 'newsletter'] as const

export const postStatuses = ['draft', 'scheduled', 'published', 'unpublished'] as const

/** Who a post is by, as readers see it; `personId` when that author can sign in. */
export const authors = blogSchema.table('authors', {
  id: id(),
  personId: uuid().references(() => people.id, { onDelete: 'set null' }),
  slug: text().notNull().unique('authors_slug_once'),
  name: text().notNull(),
  bio: text().notNull().default(''),
})

/**
 * A post, or a page: a page is the container that markets and calendars are attached to. `image`
 * names a drawn illustration, or is the address of a media file.
 *
 * `lexical` is what was written; `html` and `plaintext` are made of it when it is saved. `version`
 * grows with every save, and a save must name the one it began with. `publishedAt` of a scheduled
 * post is when it will be published.
 */
export const posts = blogSchema.table(
  'posts',
  {
    id: id(),
    type: text({ enum: ['post', 'page'] }).notNull(),
    slug: text().notNull().unique('posts_slug_once'),
    title: text().notNull(),
    excerpt: text().notNull().default(''),
    lexical: jsonb().$type<LexicalDocument>().notNull().default(emptyDocument),
    html: text().notNull().default(''),
    plaintext: text().notNull().default(''),
    image: text(),
    imageAlt: text().notNull().default(''),
    imageCaption: text().notNull().default(''),
    visibility: text({ enum: visibilities }).notNull().default('public'),
    featured: boolean().notNull().default(false),
    /** Whether people can write below it; what they wrote before stays. */
    commentsOpen: boolean().notNull().default(true),
    canonicalUrl: text(),
    seoTitle: text().notNull().default(''),
    seoDescription: text().notNull().default(''),
    socialTitle: text().notNull().default(''),
    socialDescription: text().notNull().default(''),
    socialImage: text(),
    version: integer().notNull().default(1),
    authorId: uuid()
      .notNull()
      .references(() => authors.id),
    status: text({ enum: postStatuses }).notNull().default('draft'),
    publishedAt: instant(),
    /** When somebody put it into the bin, from which it can be taken for a month. */
    deletedAt: instant(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    /** What a reader searches: the title counts most, then the excerpt, then the words. */
    search: tsvector().generatedAlwaysAs(
      (): SQL => sql`setweight(to_tsvector('english', title), 'A') ||
        setweight(to_tsvector('english', excerpt), 'B') ||
        setweight(to_tsvector('english', left(plaintext, 500000)), 'C')`,
    ),
  },
  (t) => [
    check('posts_type_known', sql`${t.type} in ('post', 'page')`),
    check(
      'posts_status_known',
      sql`${t.status} in ('draft', 'scheduled', 'published', 'unpublished')`,
    ),
    check('posts_visibility_known', sql`${t.visibility} in ('public', 'members', 'newsletter')`),
    check(
      'posts_published_have_a_date',
      sql`${t.status} not in ('published', 'scheduled') or ${t.publishedAt} is not null`,
    ),
    check(
      'posts_in_the_bin_are_unseen',
      sql`${t.deletedAt} is null or ${t.status} in ('draft', 'unpublished')`,
    ),
    check('posts_slug_fits_a_path', sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
    index('posts_search').using('gin', t.search),
    index('posts_title_trigrams').using('gin', sql`lower(${t.title}) gin_trgm_ops`),
    index('posts_scheduled_next')
      .on(t.publishedAt)
      .where(sql`${t.status} = 'scheduled'`),
    index('posts_in_the_bin')
      .on(t.deletedAt)
      .where(sql`${t.deletedAt} is not null`),
    index('posts_recently_edited').on(t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('posts_published_newest')
      .on(t.type, t.publishedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`${t.status} = 'published'`),
    index('posts_featured_newest')
      .on(t.publishedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`${t.featured} and ${t.type} = 'post' and ${t.status} = 'published'`),
    index('posts_published_by_author')
      .on(t.authorId, t.publishedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`${t.status} = 'published'`),
  ],
)

/** What a page tells about the producer, project or venue it stands for. */
export const pageProfiles = blogSchema.table('page_profiles', {
  pageId: uuid()
    .primaryKey()
    .references(() => posts.id, { onDelete: 'cascade' }),
  personName: text(),
  personRole: text(),
  personImage: text(),
  placeName: text(),
  placeAddress: text(),
})

/** Members who run a page: its market, its calendar, its orders. */
export const pageManagers = blogSchema.table(
  'page_managers',
  {
    pageId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.pageId, t.personId] })],
)

/** What is attached to a page, in the order its widgets are shown. */
export const containerRelations = blogSchema.table(
  'container_relations',
  {
    pageId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['market', 'calendar'] }).notNull(),
    thingId: uuid().notNull(),
    position: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.thingId] }),
    check('container_relations_kind_known', sql`${t.kind} in ('market', 'calendar')`),
    index('container_relations_by_page').on(t.pageId, t.kind, t.position),
  ],
)

/**
 * The navigation tree. An item leads to a post, a topic, a market or a calendar, wherever that is by
 * then (`targetId`); or to `path` below an app of ours; or to `url`, anywhere.
 */
export const navItems = blogSchema.table(
  'nav_items',
  {
    id: id(),
    parentId: uuid(),
    position: integer().notNull(),
    label: text().notNull(),
    kind: text({ enum: ['path', 'url', 'post', 'tag', 'market', 'calendar'] })
      .notNull()
      .default('path'),
    app: text({ enum: ['blog', 'market', 'cart', 'events', 'federation', 'account'] }),
    path: text(),
    url: text(),
    targetId: uuid(),
  },
  (t) => [
    foreignKey({
      name: 'nav_items_parent',
      columns: [t.parentId],
      foreignColumns: [t.id],
    }).onDelete('cascade'),
    unique('nav_items_place_once').on(t.parentId, t.position).nullsNotDistinct(),
    check('nav_items_path_is_absolute', sql`${t.path} like '/%'`),
    check('nav_items_url_is_of_the_web', sql`${t.url} ~ '^https?://'`),
    check(
      'nav_items_lead_somewhere',
      sql`case ${t.kind} when 'path' then ${t.app} is not null and ${t.path} is not null
        when 'url' then ${t.url} is not null else ${t.targetId} is not null end`,
    ),
    check(
      'nav_items_kind_known',
      sql`${t.kind} in ('path', 'url', 'post', 'tag', 'market', 'calendar')`,
    ),
  ],
)
