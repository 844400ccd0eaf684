import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'
import { mediaFiles } from '../../db/models/blog-media.ts'
import type { Storage } from '../../media/index.ts'
import { folderOf } from './address.ts'
import { cleanName } from './clean-name.ts'
import { detectType, headBytes } from './detect-type.ts'
import { EmptyFile, FileTooLarge, maxBytes, NotWhatItSays, UnknownPicture } from './errors.ts'
import { type FileType, typeOfKey } from './file-types.ts'
import { makeImage } from './make-image.ts'
import type { MediaFile } from './media-file.ts'

export interface NewMedia {
  /** A file of this machine; it stays where it is. */
  path: string
  /** What its owner calls it. */
  name: string
  personId?: string | undefined
  alt?: string | undefined
  caption?: string | undefined
}

/** A file on its way into the storage. */
interface Made {
  key: string
  path: string
}

type NewRow = typeof mediaFiles.$inferInsert

/**
 * Takes a file into the library, with all sizes of a picture. The same file sent again is the one
 * that is kept already; the words about it stay, unless there were none. There is never a row
 * without its files: those come first, and a row that dies on the way leaves files which the next
 * try replaces.
 *
 * @throws {FileTooLarge} above 50 MB. @throws {TooManyPixels} above 100 million.
 * @throws {BrokenPicture} @throws {UnknownPicture} @throws {NotWhatItSays} @throws {EmptyFile}
 */
export async function storeMedia(db: Db, storage: Storage, media: NewMedia): Promise<MediaFile> {
  const name = cleanName(media.name)
  const { size: bytes } = await stat(media.path)
  if (bytes === 0) throw new EmptyFile(name)
  if (bytes > maxBytes) throw new FileTooLarge(name)
  const hash = await hashOf(media.path)
  const kept = await findKept(db, hash, media)
  if (kept) return kept
  const folder = await mkdtemp(join(tmpdir(), 'media-'))
  try {
    const type = typeFor(await headOf(media.path), name)
    const { row, made } = await make({ ...media, name }, { hash, bytes, type, folder })
    for (const file of made) await putFile(storage, file)
    return await keep(db, storage, row, made)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Nobody else keeps or removes this file while the transaction runs: see `removeFiles`.
 */
export async function lockFile(tx: Db, hash: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`media:${hash}`}, 0))`)
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** The file that is kept already; what was said about it now fills what nobody said before. */
async function findKept(
  db: Db,
  hash: string,
  { alt = '', caption = '' }: Pick<NewMedia, 'alt' | 'caption'>,
): Promise<MediaFile | undefined> {
  const [file] = await db.select().from(mediaFiles).where(eq(mediaFiles.hash, hash))
  if (!file || !((alt && !file.alt) || (caption && !file.caption))) return file
  const [told] = await db
    .update(mediaFiles)
    .set({
      alt: sql`case when ${mediaFiles.alt} = '' then ${alt} else ${mediaFiles.alt} end`,
      caption: sql`case when ${mediaFiles.caption} = '' then ${caption} else ${mediaFiles.caption} end`,
    })
    .where(and(eq(mediaFiles.id, file.id), eq(mediaFiles.hash, hash)))
    .returning()
  return told
}

/** @throws {NotWhatItSays} when the name promises what browsers show, and the bytes are not that. */
function typeFor(head: Buffer, name: string): FileType {
  const detected = detectType(head)
  if (detected === 'unknown picture') throw new UnknownPicture(name)
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  if (detected.kind === 'file' && shown.has(ending)) throw new NotWhatItSays(name)
  return detected
}

const shown = new Set(
  'jpg jpeg png gif webp avif svg heic tif tiff bmp mp3 m4a ogg wav flac mp4 mov webm'.split(' '),
)

interface Known {
  hash: string
  bytes: number
  type: FileType
  folder: string
}

async function make(
  { path, name, personId, alt = '', caption = '' }: NewMedia,
  { hash, bytes, type, folder }: Known,
): Promise<{ row: NewRow; made: Made[] }> {
  const at = folderOf({ hash })
  const { kind, contentType, extension } = type
  const original = { key: `${at}/original.${extension}`, path }
  const about = { kind, hash, name, contentType, key: original.key, personId, alt, caption }
  if (kind !== 'image') return { row: { ...about, bytes }, made: [original] }
  const image = await makeImage({ path, name, type, folder })
  const { width, height, placeholder } = image
  const variants = image.variants.map((variant) => ({ ...variant, key: `${at}/${variant.key}` }))
  const { size } = await stat(image.path)
  return {
    row: { ...about, bytes: size, width, height, placeholder, variants },
    made: [
      ...image.variants.map(({ key }) => ({ key: `${at}/${key}`, path: join(folder, key) })),
      { ...original, path: image.path },
    ],
  }
}

const putFile = (storage: Storage, { key, path }: Made): Promise<void> =>
  storage.put(key, path, typeOfKey(key).contentType)

/** Of two who bring the same file at once, the second finds the row of the first. */
async function keep(db: Db, storage: Storage, row: NewRow, made: Made[]): Promise<MediaFile> {
  return db.transaction(async (tx) => {
    await lockFile(tx, row.hash)
    const [added] = await tx
      .insert(mediaFiles)
      .values(row)
      .onConflictDoNothing({ target: mediaFiles.hash })
      .returning()
    const file = added ?? (await findKept(tx, row.hash, row))
    if (!file) throw new Error('a file that is kept is there')
    // Who removed the same file a moment ago may have taken ours with it.
    if (added) {
      for (const one of made) if (!(await storage.has(one.key))) await putFile(storage, one)
    }
    return file
  })
}
