import { and, desc, ne, type SQL, sql } from 'drizzle-orm'
import { type Db, prepared } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { postTags } from '@rose-ash/shared/db/models/blog-writing'
import { cardOf, isPublishedPost, type PostCard, selectNewest } from './card.ts'

const most = sql.placeholder('limit')

/** The newest published posts. */
export async function newestPosts(db: Db, limit: number): Promise<PostCard[]> {
  const rows = await prepared(db, 'blog_newest', (on) =>
    selectNewest(on).limit(most).prepare('blog_newest'),
  ).execute({ limit })
  return rows.map(cardOf)
}

/** The front page: the newest featured post, else the newest; then the newest others, each once. */
export async function frontPosts(db: Db, limit: number): Promise<PostCard[]> {
  const rows = await prepared(db, 'blog_front', (on) => {
    const featured = newest(sql`1`, sql`${posts.featured}`)
    return selectRanked(
      on,
      sql`select id, 1 as rank from ${featured} lead
        union all select id, 0 from ${newest(most)} newest`,
    ).prepare('blog_front')
  }).execute({ limit })
  return rows.map(cardOf)
}

/** Of a topic with more posts than this, those that were made last are looked at. */
const LOOKED_AT = sql.raw('100')
/** As many of them as have most topics in common are read; drafts among them are left out then. */
const READ = sql.raw('40')

/** Published posts with most tags in common with this one; then the newest. */
export async function relatedPosts(db: Db, postId: string, limit: number): Promise<PostCard[]> {
  const rows = await prepared(db, 'blog_related', (on) => {
    const mine = sql.placeholder('postId')
    const others = ne(posts.id, mine)
    // A lateral join walks the index of each tag from its end, however many posts it has.
    const sharing = sql`(select theirs.post_id as id, count(*) as common
      from ${postTags} mine cross join lateral (
        select ${postTags.postId} from ${postTags} where ${postTags.tagId} = mine.tag_id
        order by ${postTags.postId} desc limit ${LOOKED_AT}) theirs
      where mine.post_id = ${mine} and theirs.post_id <> ${mine}
      group by theirs.post_id order by common desc, theirs.post_id desc limit ${READ})`
    return selectRanked(
      on,
      sql`select id, common as rank from ${sharing} sharing
        union all select id, 0 from ${newest(most, others)} newest`,
    ).prepare('blog_related')
  }).execute({ postId, limit })
  return rows.map(cardOf)
}

/** The ids of the newest published posts, as a table. */
const newest = (limit: SQL | typeof most, which?: SQL): SQL =>
  sql`(select ${posts.id} from ${posts}
    where ${and(isPublishedPost, which)}
    order by ${desc(posts.publishedAt)}, ${desc(posts.id)} limit ${limit})`

/** Published posts among these (`id`, `rank`), each once: the highest rank first, then the newest. */
const selectRanked = (on: Db, among: SQL) => {
  const ranked = sql`(select id, max(rank) as rank from (${among}) chosen group by id) ranked`
  return selectNewest(on, undefined, undefined, sql`ranked.rank desc`)
    .innerJoin(ranked, sql`ranked.id = ${posts.id}`)
    .limit(most)
}
