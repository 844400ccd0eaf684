import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** Asset name (`main.css`) to file name with content hash (`main.1f3a9c2e41.css`). */
export type AssetManifest = Record<string, string>

const manifestFile = z.record(z.string(), z.string())

export interface Assets {
  /** Folder of the built files; each text file has `.br` and `.gz` beside it. */
  directory: string
  /** `/assets/main.1f3a9c2e41.css` for `main.css`. @throws when there is no such asset. */
  url: (name: string) => string
  /** Changes with every change of an asset. */
  fingerprint: string
}

export const assetDirectory = fileURLToPath(new URL('../../dist/assets', import.meta.url))

/** What `pnpm build` made. @throws when it has not run yet. */
export function loadAssets(): Assets {
  const manifest = readManifest()
  return {
    directory: assetDirectory,
    fingerprint: Object.values(manifest).join(),
    url(name) {
      const file = manifest[name]
      if (!file) throw new Error(`there is no asset named ${name}`)
      return `/assets/${file}`
    },
  }
}

function readManifest(): AssetManifest {
  try {
    return manifestFile.parse(JSON.parse(readFileSync(`${assetDirectory}/manifest.json`, 'utf8')))
  } catch (cause) {
    throw new Error('The assets are not built yet: run `npx pnpm@12 build`.', { cause })
  }
}
