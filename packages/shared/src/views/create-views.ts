import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import nunjucks from 'nunjucks'
import { loadAssets } from './assets.ts'
import { compileTemplate, isText } from './compile-template.ts'
import { safeFilter } from './escape.ts'
import { installFastRuntime } from './fast-runtime.ts'
import { createFilters } from './filters.ts'
import { icon } from './icon.ts'
import { createIllustration } from './illustration.ts'
import { PrecompiledLoader } from './nunjucks-internals.ts'

export interface ViewsOptions {
  /** Folders of templates; `posts/post.njk` below one is named `posts/post.njk`. */
  roots: readonly string[]
  /** What every template knows, such as `site`. */
  globals: Record<string, unknown>
  locale: string
  /** IANA zone of dates that are shown without one of their own. */
  timeZone: string
}

export interface Views {
  /** @throws when there is no such template, or it calls what it was not given. */
  render(template: string, data: object): string
  /** Changes with every change of a template or an asset. */
  fingerprint: string
}

/** The shared templates are named `shared/…` in every app. */
const sharedRoot = fileURLToPath(new URL('templates', import.meta.url))

/**
 * Compiles all templates at once, so a malformed one stops the app at its start and rendering never
 * touches the disk. `.txt.njk` is plain text; everything else is HTML, escaped.
 */
export function createViews(options: ViewsOptions): Views {
  installFastRuntime()
  const assets = loadAssets()
  const code = new Map<string, string>()
  readTemplates(code, sharedRoot, 'shared/')
  for (const root of options.roots) readTemplates(code, root, '')
  const templates = Object.fromEntries([...code].map(([name, source]) => [name, run(name, source)]))
  const illustration = createIllustration(assets.url)
  const globals = { asset: assets.url, icon, illustration, locale: options.locale }
  const loader = new PrecompiledLoader(templates)
  const make = (autoescape: boolean) =>
    createEnvironment(loader, autoescape, {
      ...options,
      globals: { ...globals, ...options.globals },
    })
  const html = make(true)
  const text = make(false)
  return {
    render: (template, data) => (isText(template) ? text : html).render(template, data),
    fingerprint: hash([assets.fingerprint, ...code.values()]),
  }
}

function readTemplates(code: Map<string, string>, root: string, prefix: string): void {
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.njk')) continue
    const name = prefix + file.replaceAll('\\', '/')
    if (code.has(name)) throw new Error(`two templates are named ${name}`)
    code.set(name, compileTemplate(name, readFileSync(join(root, file), 'utf8')))
  }
}

function run(name: string, code: string): unknown {
  return vm.runInThisContext(`(() => {${code}})()`, { filename: name })
}

function hash(parts: string[]): string {
  return parts
    .reduce((sum, part) => sum.update(part), createHash('sha256'))
    .digest('hex')
    .slice(0, 12)
}

function createEnvironment(
  loader: nunjucks.ILoader,
  autoescape: boolean,
  { globals, locale, timeZone }: ViewsOptions,
): nunjucks.Environment {
  const environment = new nunjucks.Environment(loader, { autoescape })
  for (const [name, filter] of Object.entries(createFilters({ locale, timeZone }))) {
    environment.addFilter(name, filter)
  }
  for (const [name, value] of Object.entries(globals)) environment.addGlobal(name, value)
  environment.addFilter('safe', safeFilter)
  return environment
}
