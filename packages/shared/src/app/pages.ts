import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { Counter, type Registry } from 'prom-client'
import { type Config, deriveKey } from '../config/index.ts'
import {
  fragment,
  FragmentClient,
  FragmentRegistry,
  fragmentsPlugin,
  PageFront,
  pagePlugin,
} from '../fragments/index.ts'
import { internalClient } from '../http/index.ts'
import { createQuickViewer } from '../oauth/index.ts'
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
    const csp = contentSecurityPolicy(config)
    const client = new FragmentClient({ cache, log, origins, registry, http })
    const front = isEveryRequestSeen(config)
      ? null
      : new PageFront({
          cache,
          client,
          csp,
          isPublic: ({ routeOptions }) => routeOptions.config.access === 'public',
          viewerOf: createQuickViewer(config, app),
        })
    front?.standBefore(app)
    countSentAtOnce(metrics, front)
    await app.register(pagePlugin, {
      app: config.app,
      release: views.fingerprint,
      fragments: frame,
      cache,
      keepPages: config.pageCache,
      client,
      fallbacks: new Counter({
        name: 'fragment_fallbacks_total',
        help: 'Fallbacks shown in place of fragments',
        labelNames: ['fragment', 'reason'],
        registers: [metrics],
      }),
      log,
      render: (template, data) => views.render(template, data),
      viewerOf: (request) => request.viewer,
      noticeOf: (request) => request.notice,
      csp,
      front,
    })
  },
)

/** Traces, and lines of the log for every page view, are made by hooks. */
function isEveryRequestSeen({ telemetryUrl, logLevel }: Config): boolean {
  return telemetryUrl !== undefined || logLevel === 'debug' || logLevel === 'trace'
}

/** Counted without the histogram of requests, whose cost is a tenth of sending such a page. */
function countSentAtOnce(metrics: Registry, front: PageFront | null): void {
  const counter = new Counter({
    name: 'pages_sent_at_once_total',
    help: 'Pages sent from memory before Fastify; not in http_request_duration_seconds',
    registers: [metrics],
    collect() {
      this.inc(front?.takeCount() ?? 0)
    },
  })
  counter.inc(0)
}

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
