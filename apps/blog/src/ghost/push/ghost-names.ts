import { and, eq, inArray, like } from 'drizzle-orm'
import { buffer } from 'node:stream/consumers'
import type { Db } from '@rose-ash/shared/db'
import { ghostLinks, ghostMedia } from '@rose-ash/shared/db/models/blog-ghost'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { type PostContent, tags } from '@rose-ash/shared/db/models/blog-writing'
import { folderOf } from '@rose-ash/shared/services/media/address'
import type { GhostTag } from '../client/schemas.ts'
import type { GhostParts } from '../ghost-parts.ts'
import type { GhostNames } from '../projection/project-local.ts'
import { projectTag } from '../projection/project-ghost.ts'
import { findLink, type GhostKind, isBuried, keepLink } from '../pull/links.ts'
import type { OpenSite } from '../sites/open-site.ts'

/**
 * What the tags, authors and pictures of a post are called at a Ghost. Tags that it has not are made
 * there, pictures are uploaded, each once; authors are people of the Ghost's and never made.
 */
export async function ghostNames(
  parts: GhostParts,
  site: OpenSite,
  content: PostContent,
): Promise<GhostNames> {
  const { db, origin } = parts
  const known = await ghostIds(db, site.id, 'tag', content.tagIds)
  for (const id of content.tagIds) {
    if (!known.has(id)) known.set(id, await sendTag(parts, site, id))
  }
  const authors = await ghostIds(db, site.id, 'author', content.authorIds)
  const pictures = await sendPictures(parts, site, content)
  const media = (text: string) =>
    text.replaceAll(ours, (address, path: string, folder: string) =>
      isElsewhere(address, origin) ? address : (pictures.get(folder) ?? origin + path),
    )
  return { tags: known, authors, media }
}

/** An address of a file of ours, with the domain it is written on, if any. */
const ours = /(?:https?:\/\/[^\s"'<>\\/]+)?(\/media\/files\/([0-9a-f]{40})\/[a-z0-9-]+\.[a-z0-9]+)/g

const isElsewhere = (address: string, origin: string): boolean =>
  address.startsWith('http') && !address.startsWith(`${origin}/`)

async function ghostIds(
  db: Db,
  siteId: string,
  kind: GhostKind,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { localId, ghostId } = ghostLinks
  const rows = await db
    .select({ localId, ghostId })
    .from(ghostLinks)
    .where(
      and(
        eq(ghostLinks.siteId, siteId),
        eq(ghostLinks.kind, kind),
        inArray(localId, [...ids]),
        eq(ghostLinks.state, 'in-step'),
      ),
    )
  return new Map(rows.map((row) => [row.localId, row.ghostId]))
}

/** The Ghost's tag with this slug when it is no other of ours, or a new one. */
async function sendTag({ db }: GhostParts, site: OpenSite, tagId: string): Promise<string> {
  const [tag] = await db.select().from(tags).where(eq(tags.id, tagId))
  if (!tag) throw new Error('a post names a tag that is not there')
  let row: GhostTag | undefined
  for await (const found of site.client.browse('tags', { filter: `slug:'${tag.slug}'` })) {
    const thing = { siteId: site.id, kind: 'tag' as const, ghostId: found.id }
    const link = await findLink(db, thing)
    // One that was deleted here and is made anew is the Ghost's again.
    if (!link || isBuried(link)) row = found
  }
  const { name, slug, description } = tag
  row ??= await site.client.add('tags', { name, slug, description: description || null })
  const thing = { siteId: site.id, kind: 'tag' as const, ghostId: row.id }
  const agreed = { localId: tagId, projection: projectTag(row), updatedAt: row.updated_at }
  await keepLink(db, thing, agreed)
  return row.id
}

/** The Ghost's addresses of the pictures of ours that a post shows, by their folders. */
async function sendPictures(
  { db, origin, storage }: GhostParts,
  site: OpenSite,
  { lexical, image, socialImage }: PostContent,
): Promise<Map<string, string>> {
  const text = JSON.stringify([lexical, image, socialImage])
  const found = [...text.matchAll(ours)].filter(([one]) => !isElsewhere(one, origin))
  const addresses = new Map<string, string>()
  for (const folder of new Set(found.map(([, , one]) => one ?? ''))) {
    const [file] = await db
      .select()
      .from(mediaFiles)
      .where(like(mediaFiles.hash, `${folder}%`))
    if (file?.kind !== 'image') continue
    const [sent] = await db
      .select({ url: ghostMedia.url })
      .from(ghostMedia)
      .where(and(eq(ghostMedia.mediaId, file.id), like(ghostMedia.url, `${site.url}/content/%`)))
      .orderBy(ghostMedia.url)
      .limit(1)
    const stored = sent ? undefined : await storage.read(file.key)
    if (stored) {
      const { name, contentType } = file
      const url = await site.client.upload({
        bytes: await buffer(stored.stream),
        name,
        contentType,
      })
      await db.insert(ghostMedia).values({ url, mediaId: file.id }).onConflictDoNothing()
      addresses.set(folderOf(file), url)
    } else if (sent) addresses.set(folderOf(file), sent.url)
  }
  return addresses
}
