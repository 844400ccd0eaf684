import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

export interface EditorAssets {
  /** Folder of the built files; each has `.br` and `.gz` beside it. */
  folder: string
  /** File name of the ES module that exports `mountEditor`: `editor-1f3a9c2e.js`. */
  script: string
  /** File name of its style sheet. */
  css: string
}

export const editorFolder = fileURLToPath(new URL('../../dist', import.meta.url))

/** What the build writes down of itself. */
export const EditorManifest = z.object({
  /** Of all that went in; with the same one there is nothing to build. */
  fingerprint: z.string(),
  script: z.string(),
  css: z.string(),
})

export type EditorManifest = z.infer<typeof EditorManifest>

/** The editor's files, named by content, so browsers may keep them for ever. @throws when not built. */
export function editorAssets(): EditorAssets {
  const { script, css } = readEditorManifest()
  return { folder: `${editorFolder}/assets`, script, css }
}

/** @throws when the editor is not built. */
export function readEditorManifest(): EditorManifest {
  try {
    return EditorManifest.parse(JSON.parse(readFileSync(`${editorFolder}/manifest.json`, 'utf8')))
  } catch (cause) {
    throw new Error('The editor is not built yet: run `npx pnpm@12 build`.', { cause })
  }
}
