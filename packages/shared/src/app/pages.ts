import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { Counter, type Registry } from 'prom-client'
import { type Config, deriveKey } from '../config/index.ts'
import {
  fragment,
  FragmentClient,
  FragmentRegistry,
  fragmentsPlugin,
  pagePlugin,
} from '../fragments/index.ts'
import { internalClient } from '../http/index.ts'
import { createViews } from '../views/index.ts'
import { contentSecurityPolicy } from './security-headers.ts'

interface PagesOptions {
  config: Config
  metrics: Registry
  /** The app's own templates. */
  views: URL
}

/** Everything that makes and composes pages: templates, fragments, and their metric. */
export const pagesPlugin = fastifyPlugin<PagesOptions>(
  async (app: FastifyInstance, { config, metrics, views: root }) => {
    const views = createViews({
      roots: [root.pathname],
      globals: { site: siteOf(config) },
      locale: config.locale,
      timeZone: config.timeZone,
    })
    app.decorate('views', views)

    const secret = deriveKey(config.secret, 'internal requests').toString('hex')
    const http = internalClient({ addresses: config.internal, secret })
    app.addHook('onClose', () => http.close())
    const registry = new FragmentRegistry(config.app, app.log)
    await app.register(fragmentsPlugin, { registry, secret })

    const { cache, log } = app
    const { origins } = config
    await app.register(pagePlugin, {
      app: config.app,
      release: views.fingerprint,
      fragments: frame,
      cache,
      keepPages: config.pageCache,
      client: new FragmentClient({ cache, log, origins, registry, http }),
      fallbacks: new Counter({
        name: 'fragment_fallbacks_total',
        help: 'Fallbacks shown in place of fragments',
        labelNames: ['fragment', 'reason'],
        registers: [metrics],
      }),
      log,
      render: (template, data) => views.render(template, data),
      viewerOf: (request) => request.viewer,
      csp: contentSecurityPolicy(config),
    })
  },
)

/** What every page has around it. */
const frame = [
  fragment('blog/nav-tree'),
  fragment('cart/cart-mini'),
  fragment('account/account-menu'),
]

/** What every template knows of the cooperative. */
function siteOf({ cooperative, origins, base }: Config) {
  return { ...cooperative, urls: { base, ...origins }, host: new URL(base).host }
}
