import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { compile, optimize } from '@tailwindcss/node'
import { Scanner } from '@tailwindcss/oxide'
import type { AssetManifest } from '../assets.ts'

const styles = fileURLToPath(new URL('../styles', import.meta.url))
const templates = [
  { base: fileURLToPath(new URL('../templates', import.meta.url)), pattern: '**/*.njk' },
  {
    base: fileURLToPath(new URL('../../../../../apps', import.meta.url)),
    pattern: '*/src/views/**/*.njk',
  },
]

/**
 * One style sheet for all apps: our styles and the Tailwind utilities that any template names.
 * `url(asset:…)` becomes the hashed file, which lies beside the sheet.
 */
export async function buildStyles(manifest: AssetManifest): Promise<Buffer> {
  const source = await readFile(`${styles}/main.css`, 'utf8')
  const compiler = await compile(source, { base: styles, onDependency: () => {} })
  const scanner = new Scanner({ sources: templates.map((from) => ({ ...from, negated: false })) })
  const css = compiler.build(scanner.scan()).replaceAll(/asset:([\w/.-]+)/g, (_, name: string) => {
    const file = manifest[name]
    if (!file) throw new Error(`the styles name ${name}, which is no asset`)
    return file
  })
  return Buffer.from(optimize(css, { minify: true }).code)
}
