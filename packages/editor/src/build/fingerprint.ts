import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { koenigFolder } from './koenig-styles.ts'

const source = fileURLToPath(new URL('..', import.meta.url))
/** The folders below `src` that go into what the browser gets. */
const folders = ['blocks', 'browser', 'build', 'nodes']

/** Changes with every source of the editor, and with every version of what is bundled with them. */
export async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of folders) {
    const entries = await readdir(`${source}${folder}`, { recursive: true })
    for (const entry of entries.filter((name) => /\.(ts|tsx|css)$/.test(name)).toSorted()) {
      const path = `${folder}/${entry}`
      hash.update(path).update(await readFile(source + path))
    }
  }
  const manifests = [`${source}../package.json`, `${koenigFolder}/../package.json`]
  const packages = [
    'react/package.json',
    'react-dom/package.json',
    'vite/package.json',
    'lucide-static/package.json',
  ]
  for (const path of packages) manifests.push(fileURLToPath(import.meta.resolve(path)))
  for (const manifest of manifests) hash.update(await readFile(manifest))
  return hash.digest('hex')
}
