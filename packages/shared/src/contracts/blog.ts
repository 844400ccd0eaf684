import { z } from 'zod'
import type { Column, Db, SQL } from '../db/index.ts'

/** A page as other domains name it. */
export const PageDto = z.object({ id: z.uuid(), slug: z.string(), title: z.string() })

/** What can be attached to a page. */
export const AttachmentKind = z.enum(['market', 'calendar'])

export type PageDto = z.infer<typeof PageDto>
export type AttachmentKind = z.infer<typeof AttachmentKind>

/** A thing of another domain on a page. */
export interface Attachment {
  pageId: string
  kind: AttachmentKind
  thingId: string
}

/** What the other domains may ask of the blog. */
export interface BlogService {
  /** The ids of what is attached to a page, in the page's order. */
  attachedTo(db: Db, pageId: string, kind: AttachmentKind): Promise<string[]>
  /**
   * The page that a thing is attached to, or null, as a column of the statement that reads the thing:
   * one round trip instead of two.
   *
   * @param thingId the column with the thing's id.
   */
  attachedPage(kind: AttachmentKind, thingId: Column | SQL): SQL<PageDto | null>
  /** The page with this id, or null, as a column of the statement that names it. */
  page(pageId: Column | SQL): SQL<PageDto | null>
  /** The ids of the people who wrote a post and can sign in, as a column of a statement. */
  writersOf(postId: Column | SQL): SQL<string[]>
  /** The pages with these ids, by id. */
  pagesById(db: Db, pageIds: string[]): Promise<Map<string, PageDto>>
  /** Whether this person runs the page. */
  managesPage(db: Db, pageId: string, personId: string): Promise<boolean>
  /** The pages that a person runs, or with null all pages, by title; 500 at most. */
  managedPages(db: Db, managedBy: string | null): Promise<PageDto[]>
  /** The ids of the people who run a page. */
  managersOf(db: Db, pageId: string): Promise<string[]>
  /** Puts a thing onto a page, last of its kind; a thing that is on another page moves. */
  attach(tx: Db, attachment: Attachment): Promise<void>
  /** Takes a thing off the page it is on, if it is on one. */
  detach(tx: Db, attachment: Pick<Attachment, 'kind' | 'thingId'>): Promise<void>
}
