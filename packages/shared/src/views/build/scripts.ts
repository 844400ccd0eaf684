import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Asset } from './asset.ts'

/**
 * `app.js` goes with every page, `htmx.js` only with pages whose forms swap parts in place, `media.js`
 * only with the media library, `drop-files.js` with the form of a product, `card.js` with the card form.
 */
const entryPoints = {
  app: fileURLToPath(new URL('../browser/app.ts', import.meta.url)),
  card: fileURLToPath(new URL('../browser/card.ts', import.meta.url)),
  'drop-files': fileURLToPath(new URL('../browser/drop-files.ts', import.meta.url)),
  media: fileURLToPath(new URL('../browser/media.ts', import.meta.url)),
  desk: fileURLToPath(new URL('../browser/desk/desk.ts', import.meta.url)),
  htmx: 'htmx.org/dist/htmx.min.js',
}

export async function bundleScripts(): Promise<Asset[]> {
  const { outputFiles } = await build({
    entryPoints,
    absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
    bundle: true,
    minify: true,
    write: false,
    outdir: '/',
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
  })
  return outputFiles.map(({ path, contents }) => ({
    name: path.slice(path.lastIndexOf('/') + 1),
    bytes: Buffer.from(contents),
  }))
}
