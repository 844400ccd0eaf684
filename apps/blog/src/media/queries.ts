import { and, desc, eq, ilike, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { pageProfiles, posts } from '@rose-ash/shared/db/models/blog'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { snippets, tags, workingCopies } from '@rose-ash/shared/db/models/blog-writing'
import type { MediaFile } from '@rose-ash/shared/services/media/media-file'
import { productsShowing } from '@rose-ash/shared/services/media/products-showing'
import { folderOf } from '@rose-ash/shared/services/media/address'

export type { MediaFile }

export interface MediaPage {
  files: MediaFile[]
  /** Whether there are older ones. */
  more: boolean
}

export interface MediaSearch {
  kind?: MediaFile['kind'] | undefined
  /** All of them must stand in the name or the description. */
  words?: string | undefined
  /** The id of the last file of the page before. */
  before?: string | undefined
}

const perPage = 36

/** Files of the library by their ids. */
export async function findMedia(db: Db, ids: readonly string[]): Promise<MediaFile[]> {
  if (ids.length === 0) return []
  return db
    .select()
    .from(mediaFiles)
    .where(inArray(mediaFiles.id, [...ids]))
}

/** The library, newest first. */
export async function listMedia(db: Db, search: MediaSearch = {}): Promise<MediaPage> {
  const { kind, before } = search
  const files = await db
    .select()
    .from(mediaFiles)
    .where(
      and(
        kind === undefined ? undefined : eq(mediaFiles.kind, kind),
        before === undefined ? undefined : lt(mediaFiles.id, before),
        ...wordsOf(search.words).map(speaksOf),
      ),
    )
    // Ids are made one after the other, so the newest has the last.
    .orderBy(desc(mediaFiles.id))
    .limit(perPage + 1)
  return { files: files.slice(0, perPage), more: files.length > perPage }
}

/** A place that shows a file. */
export interface Usage {
  kind: 'post' | 'page' | 'draft' | 'tag' | 'snippet' | 'profile' | 'product' | 'market'
  title: string
  /** Of the post, page, tag, product or market. */
  slug: string | null
}

/** Everything that shows a file: in its text or as its picture. Old revisions do not count. */
export async function findUsage(db: Db, file: Pick<MediaFile, 'hash'>): Promise<Usage[]> {
  const folder = folderOf(file)
  const { rows } = await db.execute<{ kind: Usage['kind']; title: string; slug: string | null }>(
    sql`select kind, title, slug from (${usageOf(folder)}) as used order by kind, title limit 50`,
  )
  return rows
}

/** A row for every place that names this folder. */
export function usageOf(folder: string | SQL): SQL {
  const inPost = names(folder, posts.html, posts.image, posts.socialImage)
  return sql`
    select ${posts.type} as kind, ${posts.title} as title, ${posts.slug} as slug
      from ${posts} where ${inPost}
    union all select 'draft', ${posts.title}, ${posts.slug}
      from ${workingCopies} join ${posts} on ${posts.id} = ${workingCopies.postId}
      where ${names(folder, sql`${workingCopies.content}::text`)} and not ${inPost}
    union all select 'tag', ${tags.name}, ${tags.slug}
      from ${tags} where ${names(folder, tags.image)}
    union all select 'snippet', ${snippets.name}, null
      from ${snippets} where ${names(folder, sql`${snippets.lexical}::text`)}
    union all select 'profile', ${posts.title}, ${posts.slug}
      from ${pageProfiles} join ${posts} on ${posts.id} = ${pageProfiles.pageId}
      where ${names(folder, pageProfiles.personImage)}
    union all ${productsShowing(folder)}`
}

const names = (folder: string | SQL, ...columns: (SQL | { name: string })[]): SQL =>
  sql`(${sql.join(
    columns.map((column) => sql`coalesce(strpos(${column}, ${folder}) > 0, false)`),
    sql` or `,
  )})`

const wordsOf = (text = ''): string[] => text.split(/\s+/).filter(Boolean).slice(0, 8)

function speaksOf(word: string): SQL | undefined {
  const pattern = `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  return or(ilike(mediaFiles.name, pattern), ilike(mediaFiles.alt, pattern))
}
