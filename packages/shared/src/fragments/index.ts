/**
 * Fragments: the HTML an app makes for pages of all apps. Pages: rendered once with holes, and
 * composed of fragments for each viewer.
 *
 * An app offers a fragment, named in the catalogue:
 *
 * ```ts
 * app.fragment('container-cards', { params: z.object({ page: z.uuid() }) }, async ({ params }) => {
 *   const market = await getMarket(app.db, params.page)
 *   const html = app.views.render('fragments/container-cards.njk', { market })
 *   return { html, tags: [`market:${market.id}`] }
 * })
 * ```
 *
 * A page asks for fragments where it shows them, `{{ fragment('market/container-cards', { page:
 * page.id }) }}`; a route that names them too has them fetched while it reads its own data:
 *
 * ```ts
 * app.get('/:slug', { schema: { params } }, (request, reply) =>
 *   reply.page('pages/page.njk', {
 *     load: () => getPage(app.db, request.params.slug),
 *     cache: { freshMs: 30_000, tags: ({ page }) => [`page:${page.id}`] },
 *   }),
 * )
 * ```
 *
 * Whoever changes the page says so once it is committed: `await app.cache.purge(['page:1'])`. A
 * page without `cache` is made for each request, such as a basket.
 */
export { type FragmentKind, type FragmentName, type FragmentType, catalogue } from './catalogue.ts'
export type { FallbackCounter } from './fallback-notes.ts'
export { FragmentClient, type FragmentClientOptions } from './fragment-client.ts'
export { fragment, type FragmentParams, type FragmentRef } from './fragment-ref.ts'
export {
  type Assets,
  type FragmentMaker,
  FragmentRegistry,
  type MadeFragment,
} from './fragment-registry.ts'
export { fragmentsPlugin, type FragmentsPluginOptions } from './fragments-plugin.ts'
export { PageFront } from './page-front.ts'
export { pagePlugin } from './page-plugin.ts'
export type { PageCaching, PageOptions, PagesOptions } from './pages.ts'
export type { TemplateHelpers } from './rendering.ts'
export { anonymous, type Viewer } from './viewer.ts'
