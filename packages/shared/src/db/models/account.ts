import { sql } from 'drizzle-orm'
import { check, pgSchema, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { citext, createdAt, id } from '../columns.ts'

export const accountSchema = pgSchema('account')

/** A person who has signed in at least once. The address is proved: only a mailed link makes one. */
export const people = accountSchema.table('people', {
  id: id(),
  email: citext().notNull().unique('people_email_once'),
  name: text(),
  createdAt: createdAt(),
})

export const roleNames = ['author', 'editor', 'admin'] as const

/** What a person may do beyond being a member. Managers of a page stand in `blog.page_managers`. */
export const roles = accountSchema.table(
  'roles',
  {
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    role: text({ enum: roleNames }).notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.role] }),
    check('roles_known', sql`${t.role} in ('author', 'editor', 'admin')`),
  ],
)
