import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Asset } from './asset.ts'

/** Our names for the files of the font packages; `styles/fonts.css` speaks of these. */
const sources: Record<string, string> = {
  'fraunces-latin': 'fraunces/files/fraunces-latin-soft-normal',
  'fraunces-latin-ext': 'fraunces/files/fraunces-latin-ext-soft-normal',
  'figtree-latin': 'figtree/files/figtree-latin-wght-normal',
  'figtree-latin-ext': 'figtree/files/figtree-latin-ext-wght-normal',
  'figtree-italic-latin': 'figtree/files/figtree-latin-wght-italic',
  'figtree-italic-latin-ext': 'figtree/files/figtree-latin-ext-wght-italic',
}

export function readFonts(): Promise<Asset[]> {
  return Promise.all(
    Object.entries(sources).map(async ([name, source]) => ({
      name: `fonts/${name}.woff2`,
      bytes: await readFile(packageFile(`@fontsource-variable/${source}.woff2`)),
    })),
  )
}

function packageFile(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier))
}
