import sharp from 'sharp'
import { readDrawing } from '../../views/index.ts'

const width = 1200
/** There are a few dozen at most, each made once by a process. */
const made = new Map<string, Promise<Buffer>>()

/** One of our drawings for servers that show no SVG; undefined for a name that we have not drawn. */
export async function drawingPng(name: string): Promise<Buffer | undefined> {
  const svg = await readDrawing(name)
  if (!svg) return undefined
  const png = made.get(name) ?? toPng(svg)
  made.set(name, png)
  return png
}

const toPng = (svg: Buffer): Promise<Buffer> =>
  sharp(svg, { density: 192 }).resize({ width }).png({ palette: true, quality: 90 }).toBuffer()
