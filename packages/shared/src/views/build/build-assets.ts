import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type AssetManifest, assetDirectory } from '../assets.ts'
import { type Asset, compressed, contentHashed } from './asset.ts'
import { readDrawings } from './drawings.ts'
import { readFonts } from './fonts.ts'
import { bundleScripts } from './scripts.ts'
import { buildStyles } from './styles.ts'

const manifest: AssetManifest = {}

const [drawings, fonts, scripts] = await Promise.all([readDrawings(), readFonts(), bundleScripts()])
await Promise.all([...drawings, ...fonts, ...scripts].map(publish))
await publish({
  name: 'icon.svg',
  bytes: await readFile(new URL('../brand/icon.svg', import.meta.url)),
})
await publish({ name: 'main.css', bytes: await buildStyles(manifest) })
// All at once, so that an app that starts at this moment finds the former assets or these.
const beside = join(dirname(assetDirectory), `manifest.${process.pid}.json`)
await writeFile(beside, JSON.stringify(manifest, null, 2))
await rename(beside, join(assetDirectory, 'manifest.json'))
await sweep()

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

/** Removes what no build of the last day has made: a stack that runs meanwhile has pages that name it. */
async function sweep(): Promise<void> {
  const yesterday = Date.now() - 24 * 60 * 60_000
  const files = await readdir(assetDirectory, { recursive: true, withFileTypes: true })
  for (const file of files.filter((one) => one.isFile())) {
    const path = join(file.parentPath, file.name)
    if ((await stat(path)).mtimeMs < yesterday) await rm(path, { force: true })
  }
}
