import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metadata, Sharp } from 'sharp'
import type { ImageVariant } from '../../db/models/blog-media.ts'
import { Refusal } from '../../errors/index.ts'
import {
  BrokenPicture,
  DrawingTooLarge,
  maxDrawingBytes,
  maxMegapixels,
  TooManyPixels,
} from './errors.ts'
import type { FileType } from './file-types.ts'
import { limitAtOnce } from './limit-at-once.ts'
import { makeVariants } from './make-variants.ts'
import { openImage, readHeader } from './open-image.ts'
import { stripGif, stripWebp } from './strip-animation.ts'

export interface MadeImage {
  /** The original without its metadata. */
  path: string
  width: number
  height: number
  placeholder: string | null
  /** In a temporary folder still, so `key` is the name of a file there. */
  variants: ImageVariant[]
}

interface Source {
  path: string
  name: string
  type: FileType
  /** Where what is made may lie. */
  folder: string
}

/** Encoding takes all cores for seconds and 200 MB: two pictures at once, others wait. */
const oneOfTwo = limitAtOnce(2)
/** 100 million pixels take 950 MB when they are turned or come in passes: one such at once. */
const oneLarge = limitAtOnce(1)
const largeMegapixels = 24

/**
 * Makes what is kept of a picture: turned upright, without metadata, and in all sizes.
 *
 * @throws {TooManyPixels} before anything is unpacked.
 * @throws {DrawingTooLarge} @throws {BrokenPicture} when it is not the picture it begins as.
 */
export function makeImage(source: Source): Promise<MadeImage> {
  return oneOfTwo(async () => {
    try {
      return await (source.type.extension === 'svg' ? makeDrawing(source) : makePhoto(source))
    } catch (error) {
      if (error instanceof Refusal || isOfTheSystem(error)) throw error
      throw new BrokenPicture(source.name, error)
    }
  })
}

async function makeDrawing({ path, name, folder }: Source): Promise<MadeImage> {
  if ((await stat(path)).size > maxDrawingBytes) throw new DrawingTooLarge(name)
  // Loaded with the first drawing, as it brings a parser of HTML and one of CSS.
  const { cleanSvg } = await import('./clean-svg.ts')
  const clean = cleanSvg(await readFile(path, 'utf8'))
  if (!clean) throw new BrokenPicture(name)
  const { svg, width, height } = clean
  const kept = join(folder, 'original.svg')
  await writeFile(kept, svg)
  return { path: kept, width, height, placeholder: null, variants: [] }
}

async function makePhoto(source: Source): Promise<MadeImage> {
  const header = await readHeader(source.path)
  if (header.width * header.height > maxMegapixels * 1e6) throw new TooManyPixels(source.name)
  const isLarge = header.width * header.height > largeMegapixels * 1e6
  return isLarge ? oneLarge(() => makeSizes(source, header)) : makeSizes(source, header)
}

async function makeSizes(source: Source, header: Metadata): Promise<MadeImage> {
  const { width, height } = header.autoOrient
  if (isAnimated(header)) {
    const path = await keepAsIs(source)
    await (await openImage(path)).resize(16).toBuffer()
    return { path, width, height, placeholder: null, variants: [] }
  }
  const path = await keepOriginal(source)
  return { path, width, height, ...(await makeVariants(source.path, source.folder, width)) }
}

const isAnimated = ({ pages = 1 }: Metadata): boolean => pages > 1

async function keepOriginal(source: Source): Promise<string> {
  const { extension } = source.type
  if (extension === 'gif') return keepAsIs(source)
  const path = join(source.folder, `original.${extension}`)
  const encode = originals[extension]
  if (!encode) throw new BrokenPicture(source.name)
  await encode((await openImage(source.path)).autoOrient()).toFile(path)
  return path
}

/** Whatever was in the file besides its pixels is not written. */
const originals: Record<string, (image: Sharp) => Sharp> = {
  jpg: (image) => image.jpeg({ quality: 90 }),
  png: (image) => image.png(),
  webp: (image) => image.webp({ quality: 90 }),
  avif: (image) => image.avif({ quality: 75, effort: 2 }),
}

/** What moves is kept byte for byte but for what it says about itself. */
async function keepAsIs({ path, name, type, folder }: Source): Promise<string> {
  const bytes = await readFile(path)
  const stripped = type.extension === 'gif' ? stripGif(bytes) : stripWebp(bytes)
  if (!stripped) throw new BrokenPicture(name)
  const kept = join(folder, `original.${type.extension}`)
  await writeFile(kept, stripped)
  return kept
}

/** A full disk says nothing about the picture. */
const isOfTheSystem = (error: unknown): boolean =>
  typeof (error as NodeJS.ErrnoException).code === 'string'
