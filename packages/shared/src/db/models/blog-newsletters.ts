import { sql } from 'drizzle-orm'
import { check, index, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id } from '../columns.ts'
import { people } from './account.ts'
import { blogSchema } from './blog.ts'

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
