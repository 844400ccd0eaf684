import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { bytea, createdAt, id, instant } from '../columns.ts'
import { blogSchema } from './blog.ts'
import { mediaFiles } from './blog-media.ts'

export const ghostKinds = ['post', 'page', 'tag', 'author', 'member', 'newsletter'] as const

/** A Ghost that the cooperative keeps in step with. Keys are sealed with a key made of the secret. */
export const ghostSites = blogSchema.table(
  'ghost_sites',
  {
    id: id(),
    url: text().notNull().unique('ghost_sites_url_once'),
    title: text().notNull().default(''),
    adminKey: bytea().notNull(),
    staffToken: bytea(),
    webhookSecret: bytea().notNull(),
    mode: text({ enum: ['pull', 'push', 'two-way'] })
      .notNull()
      .default('pull'),
    /** Everything Ghost changed before this instant is here. */
    pulledUntil: instant(),
    sweptAt: instant(),
    /** What went wrong last, in words for an editor; null while all is well. */
    trouble: text(),
    createdAt: createdAt(),
  },
  (t) => [check('ghost_sites_mode_known', sql`${t.mode} in ('pull', 'push', 'two-way')`)],
)

/** What of ours is what of a Ghost's, and what both sides last agreed on. */
export const ghostLinks = blogSchema.table(
  'ghost_links',
  {
    siteId: uuid()
      .notNull()
      .references(() => ghostSites.id, { onDelete: 'cascade' }),
    kind: text({ enum: ghostKinds }).notNull(),
    ghostId: text().notNull(),
    localId: uuid().notNull(),
    ghostUpdatedAt: text(),
    /** The hash of `base`. */
    baseHash: text().notNull(),
    /** A canonical projection of the thing. */
    base: jsonb().$type<Record<string, unknown>>().notNull(),
    state: text({ enum: ['in-step', 'conflict', 'gone-there'] })
      .notNull()
      .default('in-step'),
    pulledAt: instant(),
    pushedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.siteId, t.kind, t.ghostId] }),
    unique('ghost_links_local_once').on(t.siteId, t.kind, t.localId),
    check('ghost_links_state_known', sql`${t.state} in ('in-step', 'conflict', 'gone-there')`),
  ],
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
    /** null: from an export file. */
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
