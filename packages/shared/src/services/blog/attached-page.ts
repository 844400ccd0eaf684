import { type Column, type SQL, sql } from 'drizzle-orm'
import type { AttachmentKind, PageDto } from '../../contracts/blog.ts'

/**
 * @see BlogService.attachedPage
 *
 * In a statement about one table Drizzle writes a column without its table, so no name in here may
 * be one that a table of the caller has; PostgreSQL plans it as the plain join that it is.
 */
export function attachedPage(kind: AttachmentKind, thingId: Column | SQL): SQL<PageDto | null> {
  return sql<PageDto | null>`(
    select attached_page from (
      select relation.kind as attached_kind, relation.thing_id as attached_thing,
        json_build_object('id', page.id, 'slug', page.slug, 'title', page.title) as attached_page
      from blog.container_relations relation join blog.posts page on page.id = relation.page_id
    ) attached
    where attached_kind = ${kind} and attached_thing = ${thingId})`
}

/** @see BlogService.page */
export function page(pageId: Column | SQL): SQL<PageDto | null> {
  return sql<PageDto | null>`(
    select json_build_object('id', named_page.id, 'slug', named_page.slug, 'title', named_page.title)
    from blog.posts named_page
    where named_page.id = ${pageId} and named_page.type = 'page' and named_page.status = 'published')`
}
