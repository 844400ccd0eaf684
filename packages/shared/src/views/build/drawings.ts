import { readdir, readFile } from 'node:fs/promises'
import type { Asset } from './asset.ts'

const folder = new URL('../illustrations/', import.meta.url)

/** Every drawing, with the grain of paper laid over it. */
export async function readDrawings(): Promise<Asset[]> {
  const files = await readdir(folder)
  return Promise.all(
    files.map(async (file) => ({
      name: `illustrations/${file}`,
      bytes: Buffer.from(withGrain(await readFile(new URL(file, folder), 'utf8'))),
    })),
  )
}

/** Specks rather than a noise filter: filters are slow to paint, and a shelf shows many drawings. */
function withGrain(svg: string): string {
  const compact = svg.replaceAll(/>\s+</g, '><').trim()
  return compact.replace(/<\/svg>$/, `${grain()}</svg>`)
}

function grain(): string {
  const tile = 120
  const specks = Array.from({ length: 90 }, (_, i) => {
    const [x, y, length] = [scatter(i, 1) * tile, scatter(i, 2) * tile, 0.6 + scatter(i, 3)]
    return `M${x.toFixed(1)} ${y.toFixed(1)}h${length.toFixed(1)}`
  })
  const half = specks.length / 2
  return (
    `<pattern id="grain" width="${tile}" height="${tile}" patternUnits="userSpaceOnUse">` +
    `<g fill="none" stroke-width="1.1" stroke-linecap="round" opacity=".16">` +
    `<path stroke="#4a2f1c" d="${specks.slice(0, half).join('')}"/>` +
    `<path stroke="#fff" d="${specks.slice(half).join('')}"/></g></pattern>` +
    `<rect width="100%" height="100%" fill="url(#grain)"/>`
  )
}

/** The same scatter on every build, so that the hashes stay. */
function scatter(index: number, salt: number): number {
  const wave = Math.sin(index * 127.1 + salt * 311.7) * 43758.5453
  return wave - Math.floor(wave)
}
