import { readFile } from 'node:fs/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { editorAssets } from './editor-assets.ts'

describe('the built editor', () => {
  it.each(['script', 'css'] as const)('is named by content and has its twins: %s', async (kind) => {
    const { folder, ...files } = editorAssets()
    const path = `${folder}/${files[kind]}`

    const [plain, brotli, gzip] = await Promise.all([
      readFile(path),
      readFile(`${path}.br`),
      readFile(`${path}.gz`),
    ])

    expect(files[kind]).toMatch(/^[a-z]+-[\w-]{8}\.(js|css)$/)
    expect(brotliDecompressSync(brotli).equals(plain)).toBe(true)
    expect(gunzipSync(gzip).equals(plain)).toBe(true)
  })

  it('is one module that asks for nothing else', async () => {
    const { folder, script, css } = editorAssets()

    const code = await readFile(`${folder}/${script}`, 'utf8')
    const styles = await readFile(`${folder}/${css}`, 'utf8')

    expect(code).toMatch(/export\{\w+ as mountEditor\}/)
    expect(code).not.toMatch(/(^|[;}])import["'{*]/)
    expect(styles).not.toMatch(/url\(|@import/)
  })
})
