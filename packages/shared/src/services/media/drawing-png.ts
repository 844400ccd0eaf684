import { readDrawing } from '../../views/index.ts'
import { loadSharp } from './open-image.ts'

const width = 1200
/** There are a few dozen at most, each made once by a process. */
const made = new Map<string, Promise<Buffer>>()

/** One of our drawings for servers that show no SVG; undefined for a name that we have not drawn. */
export async function drawingPng(name: string): Promise<Buffer | undefined> {
  const known = made.get(name)
  if (known) return known
  const svg = await readDrawing(name)
  if (!svg) return undefined
  const png = toPng(svg)
  made.set(name, png)
  // What went wrong is tried again by who asks next.
  png.catch(() => made.delete(name))
  return png
}

async function toPng(svg: Buffer): Promise<Buffer> {
  const sharp = await loadSharp()
  return sharp(svg, { density: 192 })
    .resize({ width })
    .png({ palette: true, quality: 90 })
    .toBuffer()
}
