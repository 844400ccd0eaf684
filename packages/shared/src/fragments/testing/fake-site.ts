import { fastify, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { type QuietLog, quietLog } from '../../cache/testing/quiet-log.ts'
import type { FragmentRef } from '../fragment-ref.ts'
import { PageFront } from '../page-front.ts'
import { pagePlugin } from '../page-plugin.ts'
import type { PageOptions } from '../pages.ts'
import type { Render, TemplateHelpers } from '../rendering.ts'
import { anonymous, type Viewer } from '../viewer.ts'
import { fakeStack } from './fake-stack.ts'

export interface FakeSiteOptions {
  stack?: ReturnType<typeof fakeStack>
  release?: string
  /** Of the frame. */
  fragments?: FragmentRef[]
  keepPages?: boolean
  render?: Render
}

/** An app with pages over a fake stack. A request's viewer is named by its `viewer` header. */
export async function fakeSite(options: FakeSiteOptions = {}) {
  const { stack = fakeStack(), release = '1', fragments = [], render = renderText } = options
  const { keepPages = true } = options
  const log: QuietLog = quietLog()
  const counted: string[] = []
  const app: FastifyInstance = fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  const csp = (nonce: string) => `script-src 'nonce-${nonce}'`
  const front = new PageFront({
    cache: stack.cache,
    client: stack.client,
    csp,
    isPublic: ({ url }) => url !== '/secret',
    viewerOf: ({ headers }) => viewerOfCookie(headers.cookie),
  })
  front.standBefore(app)
  await app.register(pagePlugin, {
    app: 'blog',
    release,
    fragments,
    cache: stack.cache,
    keepPages,
    client: stack.client,
    fallbacks: { inc: ({ fragment, reason }) => counted.push(`${fragment} ${reason}`) },
    log,
    render,
    viewerOf: ({ headers }) => viewerOfCookie(headers.cookie) ?? viewerNamed(headers.viewer),
    noticeOf: ({ headers }) => headers.notice?.toString(),
    csp,
    front,
  })

  async function get(path: string, headers: Record<string, string> = {}) {
    const response = await app.inject({ path, headers })
    const nonce = /nonce-([\w-]+)'/.exec(String(response.headers['content-security-policy']))?.[1]
    return { ...response, nonce, text: response.body.replaceAll(nonce ?? '?', '(nonce)') }
  }

  return { ...stack, app, counted, front, get, log }
}

/** A site whose page at `/` shows `content.text`, is fresh for 10 s and tagged `page:1`. */
export async function cachedSite(given: FakeSiteOptions = {}) {
  const site = await fakeSite(given)
  const content = { text: 'one', loads: 0 }
  const options: PageOptions<{ text: string }> = {
    load: async () => {
      content.loads += 1
      return { text: content.text }
    },
    cache: { freshMs: 10_000, tags: () => ['page:1'] },
  }
  site.app.get('/', (_request, reply) => reply.page('page', options))
  return { ...site, content, options }
}

/** Renders `<text>[cart-mini](nonce)`. */
function renderText(
  _template: string,
  data: TemplateHelpers & { text?: string; viewerNotice?: string },
): string {
  return `${data.viewerNotice ?? ''}${data.text}[${data.fragment('cart/cart-mini')}]${data.nonce}`
}

function viewerNamed(name: string | string[] | undefined): Viewer {
  return typeof name === 'string' ? { kind: 'member', personId: name } : anonymous
}

/** `member=ada`; undefined for anything else. */
function viewerOfCookie(cookie: string | undefined): Viewer | undefined {
  const [, personId] = /^member=(\w+)$/.exec(cookie ?? '') ?? []
  return personId ? { kind: 'member', personId } : undefined
}
