import { rename, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type EditorManifest, editorFolder, readEditorManifest } from '../assets/editor-assets.ts'
import { bundleEditor } from './bundle-editor.ts'
import { compressFile } from './compress-file.ts'
import { fingerprint } from './fingerprint.ts'

/**
 * Builds the editor into `dist`, unless it is there and nothing that goes in has changed. The script
 * runs at every install and every build: so that the first `dev` does not wait for 3 MB of editor.
 */
const current = await fingerprint()
if (builtFrom() !== current) await buildEditor()

async function buildEditor(): Promise<void> {
  // Aside and then in one move: a build that dies half-way leaves no half an editor.
  const aside = fileURLToPath(
    new URL(`../../node_modules/.cache/editor-${process.pid}`, import.meta.url),
  )
  const files = await bundleEditor(aside)
  await Promise.all(files.map((file) => compressFile(`${aside}/${file}`)))
  const manifest: EditorManifest = {
    fingerprint: current,
    script: named(files, '.js'),
    css: named(files, '.css'),
  }
  await writeFile(`${aside}/manifest.json`, JSON.stringify(manifest, null, 2))
  await rm(editorFolder, { recursive: true, force: true })
  await rename(aside, editorFolder)
}

function named(files: string[], ending: string): string {
  const [file, ...more] = files.filter((name) => name.endsWith(ending))
  if (!file || more.length > 0)
    throw new Error(`one ${ending} was expected of: ${files.join(', ')}`)
  return file.replace('assets/', '')
}

function builtFrom(): string | undefined {
  try {
    return readEditorManifest().fingerprint
  } catch {
    return undefined
  }
}
