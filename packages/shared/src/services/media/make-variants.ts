import { join } from 'node:path'
import type { Sharp } from 'sharp'
import type { ImageVariant } from '../../db/models/blog-media.ts'
import { openImage } from './open-image.ts'
import { gridOf, placeholderOf } from './placeholder.ts'

type Format = ImageVariant['format']

const widths = [480, 800, 1_200, 1_600, 2_400]
/** WebP has no larger pictures, and AVIF few readers for them. */
const tallest = 16_000

/**
 * The same picture in several widths, none larger than itself, as AVIF, WebP, and JPEG (PNG when it
 * is seen through). All are made of one that is turned and scaled down to the largest width.
 */
export async function makeVariants(
  path: string,
  folder: string,
  width: number,
): Promise<{ placeholder: string | null; variants: ImageVariant[] }> {
  const base = join(folder, 'base.tiff')
  const largest = Math.min(width, widths.at(-1) ?? width)
  const upright = (await openImage(path)).autoOrient().resize({ width: largest })
  await upright.toColourspace('srgb').tiff({ compression: 'none' }).toFile(base)
  const isOpaque = await seesNothingThrough(base)
  const variants: ImageVariant[] = []
  for (const size of [...widths.filter((one) => one < largest), largest]) {
    for (const format of ['avif', 'webp', isOpaque ? 'jpeg' : 'png'] as const) {
      const variant = await encode(base, folder, { format, size })
      if (variant) variants.push(variant)
    }
  }
  return { variants, placeholder: isOpaque ? await coloursOf(base) : null }
}

/** Whether it hides what is behind it. */
async function seesNothingThrough(path: string): Promise<boolean> {
  const image = await openImage(path)
  const { hasAlpha } = await image.metadata()
  return !hasAlpha || (await image.stats()).isOpaque
}

async function encode(
  base: string,
  folder: string,
  { format, size }: { format: Format; size: number },
): Promise<ImageVariant | undefined> {
  const name = `${size}.${format === 'jpeg' ? 'jpg' : format}`
  const image = await openImage(base)
  const whole = await image.metadata()
  const height = Math.round((whole.height * size) / whole.width)
  if (height > tallest && format !== 'jpeg' && format !== 'png') return undefined
  const made = await encoders[format](image.resize({ width: size })).toFile(join(folder, name))
  return { format, width: made.width, height: made.height, key: name, bytes: made.size }
}

/** AVIF with more effort takes five times as long to be a tenth smaller. */
const encoders: Record<Format, (image: Sharp) => Sharp> = {
  avif: (image) => image.avif({ quality: 55, effort: 2 }),
  webp: (image) => image.webp({ quality: 78 }),
  jpeg: (image) => image.flatten().jpeg({ quality: 80, mozjpeg: true }),
  png: (image) => image.png({ compressionLevel: 9 }),
}

async function coloursOf(path: string): Promise<string> {
  const image = await openImage(path)
  const { width, height } = await image.metadata()
  const grid = gridOf(width, height)
  const pixels = await image
    .resize({ width: grid.columns, height: grid.rows, fit: 'fill' })
    .flatten()
    .raw()
    .toBuffer()
  return placeholderOf(pixels, grid)
}
