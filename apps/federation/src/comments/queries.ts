import { type SQL, sql } from 'drizzle-orm'
import { type Db, jsonObject, prepared } from '@rose-ash/shared/db'
import { threadsPerPage } from '@rose-ash/shared/services/federation/comment-place'
import type { Services } from '@rose-ash/shared/services/registry'

export interface ShownComment {
  id: string
  /** null where somebody removed it and this viewer is not to read it. */
  text: string | null
  personId: string | null
  name: string | null
  /** By one of those who wrote the post. */
  byWriter: boolean
  createdAt: string
  editedAt: string | null
  removedBy: 'author' | 'editor' | null
  hiddenReason: string | null
}

export interface Thread extends ShownComment {
  replies: ShownComment[]
}

export interface Conversation {
  /** Of what everybody reads. */
  count: number
  /** Whether the viewer may hide what others say. */
  looksAfter: boolean
  /** What the viewer goes by. */
  viewerName: string | null
  threads: Thread[]
  /** Where the next page begins; undefined on the last. */
  next: string | undefined
}

export interface ConversationAsked {
  postId: string
  viewerId: string | null
  /** The thread that the page begins with. */
  from?: string | undefined
  /** One thread alone. */
  thread?: string | undefined
}

const lowest = '00000000-0000-0000-0000-000000000000'
const highest = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * A page of what was said below a post, the oldest first. What was hidden is for those who look after
 * the post and for who wrote it; what was taken back is for a day for who did, to be put back.
 */
export async function conversation(
  db: Db,
  services: Pick<Services, 'account' | 'blog'>,
  { postId, viewerId, from, thread }: ConversationAsked,
): Promise<Conversation> {
  const rows = await prepared(db, 'federation_conversation', (on) =>
    on
      .select({ found: page(services) })
      .from(viewer(services))
      .prepare('federation_conversation'),
  ).execute({
    postId,
    viewerId,
    first: thread ?? from ?? lowest,
    last: thread ?? highest,
  })
  const [row] = rows
  if (!row) throw new Error('the viewer is one row')
  const { threads, ...found } = row.found
  const next = threads.length > threadsPerPage ? threads.at(-1)?.id : undefined
  return { ...found, threads: threads.slice(0, threadsPerPage), next }
}

const post = sql`${sql.placeholder('postId')}::uuid`

/** `offset 0`: worked out once, however many comments are held against it. */
const viewer = ({ account, blog }: Pick<Services, 'account' | 'blog'>): SQL => sql`(
  select asked.id, asked.writers,
    coalesce(${account.holds(sql`asked.id`, 'editor', 'admin')}
      or asked.id = any(asked.writers), false) as looks_after
  from (
    select ${sql.placeholder('viewerId')}::uuid as id, ${blog.writersOf(post)} as writers offset 0
  ) asked offset 0) me`

function page({ account }: Pick<Services, 'account'>) {
  const shown = (row: SQL) => commentJson(account, row)
  const replies = sql`select coalesce(json_agg(${shown(sql`reply`)} order by reply.id), '[]')
    from federation.comments reply
    where reply.in_reply_to = top.id and ${isSeen(sql`reply`)}`
  return jsonObject({
    count: sql<number>`(select count(*) from federation.comments said
      where said.post_id = ${post} and said.removed_at is null)`,
    looksAfter: sql<boolean>`me.looks_after`,
    viewerName: account.publicName(sql`me.id`),
    threads: sql<Thread[]>`(
      select coalesce(json_agg((${shown(sql`top`)}::jsonb
        || jsonb_build_object('replies', (${replies}))) order by top.id), '[]')
      from (${threads}) top)`,
  })
}

/**
 * A removed comment keeps its place while there are replies to it that everybody reads. For an
 * `exists` PostgreSQL would read the replies of all posts once instead of one thread's by index.
 */
const threads = sql`
  select * from federation.comments top
  where top.post_id = ${post} and top.depth = 0
    and top.id between ${sql.placeholder('first')} and ${sql.placeholder('last')}
    and (${isSeen(sql`top`)} or (
      select true from federation.comments answer
      where answer.in_reply_to = top.id and answer.removed_at is null limit 1))
  order by top.id limit ${sql.raw(String(threadsPerPage + 1))}`

function commentJson(account: Services['account'], row: SQL): SQL {
  return jsonObject({
    id: sql<string>`${row}.id`,
    text: sql<string | null>`case when ${isSeen(row)} then ${row}.text end`,
    personId: sql<string | null>`${row}.person_id`,
    name: account.publicName(sql`${row}.person_id`),
    byWriter: sql<boolean>`coalesce(${row}.person_id = any(me.writers), false)`,
    createdAt: sql<string>`${row}.created_at`,
    editedAt: sql<string | null>`${row}.edited_at`,
    removedBy: sql<ShownComment['removedBy']>`${row}.removed_by`,
    hiddenReason: sql<string | null>`case when ${isSeen(row)} then ${row}.hidden_reason end`,
  })
}

/** Whether the viewer reads it. */
function isSeen(row: SQL): SQL {
  return sql`(${row}.removed_at is null
    or ${row}.removed_by = 'editor' and (me.looks_after or ${row}.person_id = me.id)
    or ${row}.removed_by = 'author' and ${row}.person_id = me.id
      and ${row}.removed_at > now() - interval '1 day')`
}
