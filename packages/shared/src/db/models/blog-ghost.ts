import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytea, createdAt, id, instant } from '../columns.ts'
import { blogSchema } from './blog.ts'
import { mediaFiles } from './blog-media.ts'

export const ghostKinds = ['post', 'page', 'tag', 'author', 'member', 'newsletter'] as const

export interface GhostMenuItem {
  label: string
  url: string
}

/** A Ghost's two menus. */
export interface GhostMenus {
  navigation: GhostMenuItem[]
  secondary: GhostMenuItem[]
}

/** `from` is a regular expression, as in a Ghost's `redirects.json`. */
export interface GhostRedirect {
  from: string
  to: string
  /** Not sent, for something else stands at its address over there. */
  held?: true
}

/**
 * A Ghost that the cooperative keeps in step with, or one that is known by its export file alone and
 * then has no keys. Keys are sealed with a key made of the secret.
 */
export const ghostSites = blogSchema.table(
  'ghost_sites',
  {
    id: id(),
    url: text().notNull().unique('ghost_sites_url_once'),
    title: text().notNull().default(''),
    adminKey: bytea(),
    /** For menus and redirects, which an integration's key must not change. */
    staffToken: bytea(),
    webhookSecret: bytea(),
    mode: text({ enum: ['pull', 'push', 'two-way'] })
      .notNull()
      .default('pull'),
    /** Everything Ghost changed before this instant is here. */
    pulledUntil: instant(),
    sweptAt: instant(),
    /** What went wrong last, in words for an editor; null while all is well. */
    trouble: text(),
    /** What went wrong last with the menus and redirects. */
    staffTrouble: text(),
    /** What of ours the Ghost's menus and redirects had when they were sent last. */
    menuPushed: jsonb().$type<GhostMenus>(),
    redirectsPushed: jsonb().$type<GhostRedirect[]>(),
    createdAt: createdAt(),
  },
  (t) => [
    check('ghost_sites_mode_known', sql`${t.mode} in ('pull', 'push', 'two-way')`),
    check(
      'ghost_sites_have_both_keys_or_none',
      sql`(${t.adminKey} is null) = (${t.webhookSecret} is null)`,
    ),
  ],
)

export const ghostLinkStates = [
  'in-step',
  'conflict',
  'gone-there',
  'merged-here',
  'deleted-here',
] as const

/**
 * What of ours is what of a Ghost's, and what both sides last agreed on. What was deleted here stays
 * as `deleted-here`, so that a Ghost that still has it cannot bring it back; what was merged into
 * something else stays as `merged-here`, and `localId` is what it was merged into.
 */
export const ghostLinks = blogSchema.table(
  'ghost_links',
  {
    siteId: uuid()
      .notNull()
      .references(() => ghostSites.id, { onDelete: 'cascade' }),
    kind: text({ enum: ghostKinds }).notNull(),
    ghostId: text().notNull(),
    localId: uuid().notNull(),
    /** The slug that a post has here: a Ghost may have had to give it another. */
    localSlug: text(),
    ghostUpdatedAt: text(),
    /** The hash of `base`. */
    baseHash: text().notNull(),
    /** A canonical projection of the thing. */
    base: jsonb().$type<Record<string, unknown>>().notNull(),
    state: text({ enum: ghostLinkStates }).notNull().default('in-step'),
    pulledAt: instant(),
    pushedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.siteId, t.kind, t.ghostId] }),
    uniqueIndex('ghost_links_local_once')
      .on(t.siteId, t.kind, t.localId)
      .where(sql`${t.state} not in ('merged-here', 'deleted-here')`),
    check(
      'ghost_links_state_known',
      sql`${t.state} in ('in-step', 'conflict', 'gone-there', 'merged-here', 'deleted-here')`,
    ),
  ],
)

/**
 * Who is making a new post at a Ghost at the moment, so that two that send it at once do not make two
 * of it. Whoever was not done after a while has died, and another may try.
 */
export const ghostAdditions = blogSchema.table(
  'ghost_additions',
  {
    siteId: uuid()
      .notNull()
      .references(() => ghostSites.id, { onDelete: 'cascade' }),
    localId: uuid().notNull(),
    claim: uuid().notNull(),
    claimedAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.siteId, t.localId] })],
)

/** The rows of an export file while they are taken, in the form in which a Ghost's API gives them. */
export const ghostExportRows = blogSchema.table(
  'ghost_export_rows',
  {
    siteId: uuid()
      .notNull()
      .references(() => ghostSites.id, { onDelete: 'cascade' }),
    list: text({
      enum: ['posts', 'pages', 'tags', 'users', 'newsletters', 'members', 'settings'],
    }).notNull(),
    ghostId: text().notNull(),
    row: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.siteId, t.list, t.ghostId] })],
)

/** What is still to be fetched from, or sent to, a Ghost. The same thing waits once. */
export const ghostTasks = blogSchema.table(
  'ghost_tasks',
  {
    id: id(),
    siteId: uuid()
      .notNull()
      .references(() => ghostSites.id, { onDelete: 'cascade' }),
    task: text({ enum: ['pull', 'push', 'sweep', 'import'] }).notNull(),
    kind: text({ enum: ghostKinds }),
    /** The Ghost's id to pull, our id to push. */
    subject: text(),
    attempts: integer().notNull().default(0),
    dueAt: createdAt(),
    problem: text(),
  },
  (t) => [
    unique('ghost_tasks_once').on(t.siteId, t.task, t.kind, t.subject).nullsNotDistinct(),
    index('ghost_tasks_due').on(t.dueAt),
  ],
)

/** The first import of everything: where it is, so that it can be stopped and go on. */
export const ghostImports = blogSchema.table(
  'ghost_imports',
  {
    id: id(),
    siteId: uuid().references(() => ghostSites.id, { onDelete: 'cascade' }),
    state: text({ enum: ['running', 'stopped', 'done', 'failed'] })
      .notNull()
      .default('running'),
    /** What is being taken now, and the last id of it that was. */
    step: text().notNull().default('newsletter'),
    after: text(),
    counts: jsonb().$type<Record<string, { done: number; total: number }>>().notNull().default({}),
    /** What could not be taken, and why. */
    problems: jsonb().$type<{ what: string; why: string }[]>().notNull().default([]),
    startedAt: createdAt(),
    updatedAt: createdAt(),
    endedAt: instant(),
  },
  (t) => [
    check('ghost_imports_state_known', sql`${t.state} in ('running', 'stopped', 'done', 'failed')`),
  ],
)

/** A file of a Ghost and the copy of it in our media library. */
export const ghostMedia = blogSchema.table('ghost_media', {
  url: text().primaryKey(),
  mediaId: uuid()
    .notNull()
    .references(() => mediaFiles.id, { onDelete: 'cascade' }),
})
