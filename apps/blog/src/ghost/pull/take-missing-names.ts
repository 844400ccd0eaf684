import type { GhostParts } from '../ghost-parts.ts'
import type { OpenSite } from '../sites/open-site.ts'
import { unknownIds } from './links.ts'
import { takeMedia } from './take-media.ts'
import { takeAuthor, takeTag } from './take-named.ts'

/** Takes the tags and authors of a post that came up since the last import. */
export async function takeMissingNames(
  parts: GhostParts,
  site: OpenSite,
  post: { tags: string[]; authors: string[] },
): Promise<void> {
  const { db } = parts
  for (const id of await unknownIds(db, site.id, 'tag', post.tags)) {
    const row = await site.client.read('tags', id)
    if (!row) continue
    const image = await tagImage(parts, site, row.feature_image)
    await db.transaction((tx) => takeTag(tx, site.id, row, image))
  }
  for (const id of await unknownIds(db, site.id, 'author', post.authors)) {
    const row = await site.client.read('users', id)
    if (row) await db.transaction((tx) => takeAuthor(tx, site.id, row))
  }
}

/** Our address of a tag's picture; the Ghost's own when it cannot be copied. */
export async function tagImage(
  parts: GhostParts,
  site: OpenSite,
  url: string | null,
): Promise<string | null> {
  if (!url?.startsWith(`${site.url}/content/`)) return url
  const { addresses } = await takeMedia(parts, [url])
  return addresses.get(url) ?? url
}
