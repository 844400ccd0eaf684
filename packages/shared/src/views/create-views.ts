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
}

/** The shared templates are named `shared/…` in every app. */
const sharedRoot = fileURLToPath(new URL('templates', import.meta.url))

/**
 * Compiles all templates at once, so a malformed one stops the app at its start and rendering never
 * touches the disk. `.txt.njk` is plain text; everything else is HTML, escaped.
 */
export function createViews(options: ViewsOptions): Views {
  installFastRuntime()
  const templates = new Map<string, object>()
  readTemplates(templates, sharedRoot, 'shared/')
  for (const root of options.roots) readTemplates(templates, root, '')
  const html = createEnvironment(templates, true, options)
  const text = createEnvironment(templates, false, options)
  return {
    render: (template, data) => (isText(template) ? text : html).render(template, data),
  }
}

function readTemplates(templates: Map<string, object>, root: string, prefix: string): void {
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.njk')) continue
    const name = prefix + file.replaceAll('\\', '/')
    if (templates.has(name)) throw new Error(`two templates are named ${name}`)
    const code = compileTemplate(name, readFileSync(join(root, file), 'utf8'))
    templates.set(name, vm.runInThisContext(`(() => {${code}})()`, { filename: name }))
  }
}

function createEnvironment(
  templates: Map<string, object>,
  autoescape: boolean,
  { globals, locale, timeZone }: ViewsOptions,
): nunjucks.Environment {
  const loader = new PrecompiledLoader(Object.fromEntries(templates))
  const environment = new nunjucks.Environment(loader, { autoescape })
  for (const [name, filter] of Object.entries(createFilters({ locale, timeZone }))) {
    environment.addFilter(name, filter)
  }
  const assets = loadAssets()
  const own = { asset: assets.url, icon, illustration: createIllustration(assets.url) }
  for (const [name, value] of Object.entries({ ...own, ...globals })) {
    environment.addGlobal(name, value)
  }
  environment.addFilter('safe', safeFilter)
  return environment
}
