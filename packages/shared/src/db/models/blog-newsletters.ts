import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from '../columns.ts'
import { people } from './account.ts'
import { blogSchema, posts } from './blog.ts'

/** What people can have sent to them. */
export const newsletters = blogSchema.table(
  'newsletters',
  {
    id: id(),
    slug: text().notNull().unique('newsletters_slug_once'),
    name: text().notNull(),
    description: text().notNull().default(''),
    status: text({ enum: ['active', 'archived'] })
      .notNull()
      .default('active'),
    createdAt: createdAt(),
  },
  (t) => [check('newsletters_status_known', sql`${t.status} in ('active', 'archived')`)],
)

export const subscriptions = blogSchema.table(
  'subscriptions',
  {
    newsletterId: uuid()
      .notNull()
      .references(() => newsletters.id, { onDelete: 'cascade' }),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.newsletterId, t.personId] }),
    index('subscriptions_by_person').on(t.personId),
  ],
)

/**
 * A post that goes out with a newsletter, once. It waits until the post is published; what is sent is
 * kept as it was when the first letter was asked for, so that everybody reads the same.
 */
export const mailings = blogSchema.table(
  'mailings',
  {
    id: id(),
    postId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    newsletterId: uuid()
      .notNull()
      .references(() => newsletters.id, { onDelete: 'cascade' }),
    /** Who asked for it. */
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    subject: text().notNull().default(''),
    html: text().notNull().default(''),
    plaintext: text().notNull().default(''),
    /** Letters are asked for by the ids of their readers, in order: so far it is. */
    lastPersonId: uuid(),
    letters: integer().notNull().default(0),
    createdAt: createdAt(),
    begunAt: instant(),
    finishedAt: instant(),
  },
  (t) => [
    unique('mailings_post_once_by_newsletter').on(t.postId, t.newsletterId),
    check(
      'mailings_begin_before_they_end',
      sql`${t.finishedAt} is null or ${t.begunAt} is not null`,
    ),
    index('mailings_by_newsletter').on(t.newsletterId),
    index('mailings_to_send')
      .on(t.createdAt)
      .where(sql`${t.finishedAt} is null`),
  ],
)
