import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findViolations } from './find-violations.ts'

let house: string
beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'arrows-'))
})
afterEach(() => rmSync(house, { recursive: true }))

it('lets every layer import the ones below it, and tests what they like', async () => {
  write('packages/shared/src/app/index.ts', 'packages/shared/src/fragments/index.ts')
  write('packages/shared/src/fragments/index.ts', 'packages/shared/src/http/index.ts')
  write('packages/shared/src/contracts/blog.ts', 'packages/shared/src/db/index.ts', 'type')
  write('packages/shared/src/cache/cache.test.ts', 'packages/shared/src/testing/index.ts')
  write('packages/shared/src/oauth/callback.ts', 'openid-client')

  const { files, violations } = await findViolations(house, ['packages'])

  expect(violations).toEqual([])
  expect(files.size).toBe(8)
})

const shared = 'packages/shared/src'

it.each([
  ['no-app-imports-another-app', 'apps/blog/src/a.ts', 'apps/cart/src/b.ts'],
  ['shared-imports-no-app', `${shared}/cache/a.ts`, 'apps/cart/src/b.ts'],
  ['domain-imports-no-factory', `${shared}/oauth/a.ts`, `${shared}/app/b.ts`],
  ['platform-imports-no-factory', `${shared}/views/a.ts`, `${shared}/app/b.ts`],
  ['platform-imports-no-domain', `${shared}/mail/a.ts`, `${shared}/contracts/b.ts`],
  [
    'platform-and-contracts-know-the-database-as-a-type',
    `${shared}/contracts/a.ts`,
    `${shared}/db/index.ts`,
  ],
  ['contracts-import-zod-and-each-other', `${shared}/contracts/a.ts`, `${shared}/money/b.ts`],
  ['an-app-reads-only-its-own-tables', 'apps/blog/src/a.ts', `${shared}/db/models/cart.ts`],
  [
    'a-service-reads-only-its-own-tables',
    `${shared}/services/events/a.ts`,
    `${shared}/db/models/cart.ts`,
  ],
  [
    'what-another-domain-knows-is-asked-through-the-registry',
    'apps/blog/src/a.ts',
    `${shared}/services/cart/b.ts`,
  ],
  ['packages-are-entered-by-their-exports', 'tools/a.ts', `${shared}/db/index.ts`],
  ['nothing-imports-the-dev-stack', 'apps/blog/src/a.ts', 'packages/devstack/src/b.ts'],
  ['no-code-imports-tests', `${shared}/app/a.ts`, `${shared}/testing/b.ts`],
  ['only-oauth-imports-openid-client', 'apps/blog/src/a.ts', 'openid-client'],
  ['only-federation-imports-oidc-provider', 'apps/blog/src/a.ts', 'oidc-provider'],
  ['only-activitypub-imports-activitypub', 'apps/blog/src/a.ts', 'activitypub-express'],
  ['only-fragments-and-sign-in-speak-http', 'apps/blog/src/a.ts', 'undici'],
  ['only-cart-imports-sumup', 'apps/blog/src/a.ts', '@sumup/sdk'],
])('finds what breaks "%s"', async (rule, from, to) => {
  write(from, to)

  const { violations } = await findViolations(house, ['apps', 'packages', 'tools'])

  expect(violations.map((line) => line.split(': ')[0])).toContain(rule)
})

it('counts an import of a type alone', async () => {
  write('packages/shared/src/cache/a.ts', 'packages/shared/src/oauth/b.ts', 'type')

  const { violations } = await findViolations(house, ['packages'])

  expect(violations).toEqual([
    'platform-imports-no-domain: packages/shared/src/cache/a.ts → packages/shared/src/oauth/b.ts',
  ])
})

it('finds an import that leads nowhere', async () => {
  put('apps/blog/src/a.ts', `import { it } from 'not-installed'\nexport { it }\n`)

  const { violations } = await findViolations(house, ['apps'])

  expect(violations).toEqual([
    'every-import-is-declared-and-found: apps/blog/src/a.ts → not-installed',
  ])
})

it('finds a cycle', async () => {
  write('apps/blog/src/a.ts', 'apps/blog/src/b.ts')
  write('apps/blog/src/b.ts', 'apps/blog/src/a.ts')

  const { violations } = await findViolations(house, ['apps'])

  expect(violations).toEqual([
    'no-cycles: apps/blog/src/a.ts → apps/blog/src/b.ts → apps/blog/src/a.ts',
  ])
})

it('finds what production imports of what only development installs', async () => {
  write('apps/blog/src/a.ts', 'vitest')
  put('apps/blog/package.json', JSON.stringify({ devDependencies: { vitest: '1.0.0' } }))

  const { violations } = await findViolations(house, ['apps'])

  expect(violations).toEqual([
    'what-runs-in-production-is-installed-there: apps/blog/src/a.ts → node_modules/vitest/index.js',
  ])
})

/** A file that imports another, or an npm package; what it imports is made as well. */
function write(from: string, to: string, kind: '' | 'type' = ''): void {
  const isPath = to.endsWith('.ts')
  const near = relative(dirname(from), to).replace(/^(?!\.)/, './')
  put(from, `import ${kind} { it } from '${isPath ? near : to}'\nexport { it }\n`)
  if (isPath && !existsSync(join(house, to))) put(to, 'export const it = 1\n')
  if (isPath) return
  put(`node_modules/${to}/package.json`, JSON.stringify({ name: to, exports: './index.js' }))
  put(`node_modules/${to}/index.js`, 'export const it = 1\n')
}

function put(path: string, text: string): void {
  mkdirSync(join(house, dirname(path)), { recursive: true })
  writeFileSync(join(house, path), text)
}
