import { type Column, type SQL, sql } from 'drizzle-orm'

/** @see BlogService.writersOf. As with `attachedPage`, no name in here may be a column of the caller's. */
export function writersOf(postId: Column | SQL): SQL<string[]> {
  return sql<string[]>`array(
    select writer_person from (
      select writer.person_id as writer_person, written.id as written_post
      from blog.posts written join blog.authors writer on writer.id = written.author_id
      union all
      select writer.person_id, co.post_id
      from blog.co_authors co join blog.authors writer on writer.id = co.author_id
    ) writers where written_post = ${postId} and writer_person is not null)`
}
