import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type AssetManifest, assetDirectory } from '../assets.ts'
import { type Asset, compressed, contentHashed } from './asset.ts'
import { readDrawings } from './drawings.ts'
import { readFonts } from './fonts.ts'
import { bundleScripts } from './scripts.ts'
import { buildStyles } from './styles.ts'

const manifest: AssetManifest = {}

await rm(assetDirectory, { recursive: true, force: true })
const [drawings, fonts, scripts] = await Promise.all([readDrawings(), readFonts(), bundleScripts()])
await Promise.all([...drawings, ...fonts, ...scripts].map(publish))
await publish({
  name: 'icon.svg',
  bytes: await readFile(new URL('../brand/icon.svg', import.meta.url)),
})
await publish({ name: 'main.css', bytes: await buildStyles(manifest) })
await writeFile(join(assetDirectory, 'manifest.json'), JSON.stringify(manifest, null, 2))

/** Writes the asset under its hashed name, with its compressed twins beside it. */
async function publish(asset: Asset): Promise<void> {
  const file = contentHashed(asset)
  manifest[asset.name] = file
  const path = join(assetDirectory, file)
  await mkdir(dirname(path), { recursive: true })
  await Promise.all([
    writeFile(path, asset.bytes),
    ...(await compressed(asset)).map(([ending, bytes]) => writeFile(path + ending, bytes)),
  ])
}
