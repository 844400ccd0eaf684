import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { editorAssets } from '../assets/editor-assets.ts'
import { bundleEditor } from './bundle-editor.ts'

afterEach(() => vi.unstubAllEnvs())

it('makes the same editor where things are installed for development, as in the image', async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'editor-'))
  vi.stubEnv('NODE_ENV', 'development')

  const files = await bundleEditor(outDir)

  await rm(outDir, { recursive: true })
  const { script, css } = editorAssets()
  expect(files.toSorted()).toEqual([`assets/${script}`, `assets/${css}`])
})
