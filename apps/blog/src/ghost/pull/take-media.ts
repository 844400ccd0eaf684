import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, inArray } from 'drizzle-orm'
import { ghostMedia } from '@rose-ash/shared/db/models/blog-ghost'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { Refusal } from '@rose-ash/shared/errors'
import { mediaPath } from '@rose-ash/shared/services/media/address'
import { storeMedia } from '@rose-ash/shared/services/media/store-media'
import type { GhostParts } from '../ghost-parts.ts'

export interface TakenMedia {
  /** Our addresses by the Ghost's. */
  addresses: Map<string, string>
  /** What could not be taken; those keep the Ghost's address. */
  problems: { what: string; why: string }[]
}

const TIMEOUT_MS = 60_000
const MAX_BYTES = 50 * 1024 * 1024

/** Copies a Ghost's files into our library, each once and for good. */
export async function takeMedia(parts: GhostParts, urls: readonly string[]): Promise<TakenMedia> {
  const addresses = await knownMedia(parts, urls)
  const problems: TakenMedia['problems'] = []
  for (const url of urls) {
    if (addresses.has(url)) continue
    const copied = await copyOnce(parts, url)
    if (copied instanceof Refusal) problems.push({ what: url, why: copied.message })
    else addresses.set(url, copied)
  }
  return { addresses, problems }
}

async function knownMedia(
  { db }: GhostParts,
  urls: readonly string[],
): Promise<Map<string, string>> {
  if (urls.length === 0) return new Map()
  const rows = await db
    .select({ url: ghostMedia.url, key: mediaFiles.key })
    .from(ghostMedia)
    .innerJoin(mediaFiles, eq(mediaFiles.id, ghostMedia.mediaId))
    .where(inArray(ghostMedia.url, [...urls]))
  return new Map(rows.map(({ url, key }) => [url, mediaPath(key)]))
}

/** What is being copied into a store just now. */
const underWay = new WeakMap<GhostParts['storage'], Map<string, ReturnType<typeof copy>>>()

/** Posts that are taken at once may show the same file: the second waits for the first. */
async function copyOnce(parts: GhostParts, url: string): Promise<string | Refusal> {
  const copies = underWay.get(parts.storage) ?? new Map<string, ReturnType<typeof copy>>()
  underWay.set(parts.storage, copies)
  const known = copies.get(url)
  if (known) return known
  const copying = copy(parts, url).finally(() => copies.delete(url))
  copies.set(url, copying)
  return copying
}

async function copy({ db, storage, outgoing }: GhostParts, url: string): Promise<string | Refusal> {
  const folder = await mkdtemp(join(tmpdir(), 'ghost-media-'))
  try {
    const path = join(folder, 'file')
    const { status } = await outgoing.download(url, path, {
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    })
    if (status !== 200) return new Missing(status)
    const name = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? 'file')
    const { id, key } = await storeMedia(db, storage, { path, name })
    await db.insert(ghostMedia).values({ url, mediaId: id }).onConflictDoNothing()
    return mediaPath(key)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The Ghost has no such file, though its posts show it. */
class Missing extends Refusal {
  constructor(status: number) {
    super(
      'media_missing',
      502,
      `Your Ghost does not have this file any more (it answered ${status}).`,
    )
  }
}
