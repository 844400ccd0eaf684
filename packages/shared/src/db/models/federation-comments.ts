import { type SQL, sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from '../columns.ts'
import { people } from './account.ts'
import { posts } from './blog.ts'
import { federationSchema } from './federation.ts'

/**
 * What people say below a post. A reply names a comment of the same post that is no reply itself;
 * `depth` is there for the constraint that keeps it so. Without a person: somebody who left.
 *
 * One that was taken back (by its `author`) or hidden (by an `editor`) stays a row, as replies to it
 * may stand, and as both can be undone. `hiddenReason` is for who wrote it.
 */
export const comments = federationSchema.table(
  'comments',
  {
    id: id(),
    postId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    inReplyTo: uuid(),
    depth: smallint()
      .notNull()
      .generatedAlwaysAs((): SQL => sql`case when in_reply_to is null then 0 else 1 end`),
    /** The depth of what it replies to. */
    parentDepth: smallint().generatedAlwaysAs(
      (): SQL => sql`case when in_reply_to is null then null else 0 end`,
    ),
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    text: text().notNull(),
    createdAt: createdAt(),
    editedAt: instant(),
    removedAt: instant(),
    removedBy: text({ enum: ['author', 'editor'] }),
    hiddenReason: text(),
  },
  (t) => [
    unique('comments_by_place').on(t.id, t.postId, t.depth),
    foreignKey({
      name: 'comments_reply_to_a_comment_of_their_post',
      columns: [t.inReplyTo, t.postId, t.parentDepth],
      foreignColumns: [t.id, t.postId, t.depth],
    }).onDelete('cascade'),
    check(
      'comments_say_something',
      sql`char_length(${t.text}) >= 1 and char_length(${t.text}) <= 4000 and ${t.text} = btrim(${t.text}, E' \\t\\r\\n')`,
    ),
    check('comments_removed_by_known', sql`${t.removedBy} in ('author', 'editor')`),
    check('comments_removed_by_somebody', sql`(${t.removedAt} is null) = (${t.removedBy} is null)`),
    check(
      'comments_hidden_for_a_reason',
      sql`${t.hiddenReason} is null or ${t.removedBy} is not distinct from 'editor'`,
    ),
    uniqueIndex('comments_said_once')
      .on(t.postId, sql`coalesce(${t.inReplyTo}, ${t.postId})`, t.personId, sql`md5(${t.text})`)
      .where(sql`${t.removedAt} is null`),
    index('comments_in_reading_order').on(t.postId, t.depth, t.id),
    index('comments_replies').on(t.inReplyTo, t.id),
    index('comments_of_a_person').on(t.personId, t.createdAt),
  ],
)
