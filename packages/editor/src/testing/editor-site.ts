import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadAssets } from '@rose-ash/shared/views'
import { editorAssets } from '../assets/editor-assets.ts'

export interface EditorSite {
  origin: string
  close(): Promise<void>
}

/** What the edit page's policy allows beyond that of every page. */
const editPagePolicy = [
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data: blob:`,
  `media-src 'self' blob:`,
]

const types: Record<string, string> = {
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
}
const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="6"/>'

/**
 * A site with one page, which does what the blog's edit page does: our styles, our policy, and the
 * editor by `import()`. `/uploaded/…` answers with a picture.
 *
 * @param policy is what is allowed beyond the policy of every page.
 */
export async function startEditorSite(policy = editPagePolicy): Promise<EditorSite> {
  const ours = loadAssets()
  const editor = editorAssets()
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    void send(pathname, response)
  })

  async function send(path: string, response: ServerResponse): Promise<void> {
    const { body, type } = await answer(path)
    const nonce = randomUUID()
    response.setHeader('content-type', type)
    response.setHeader('content-security-policy', policyWith(nonce, policy))
    response.end(typeof body === 'string' ? body.replaceAll('{nonce}', nonce) : body)
  }

  async function answer(path: string): Promise<{ body: string | Buffer; type: string }> {
    if (path === '/') return { body: page(ours.url('main.css'), editor), type: 'text/html' }
    if (path.startsWith('/uploaded/')) return { body: picture, type: 'image/svg+xml' }
    const file = path.startsWith('/assets/editor/')
      ? `${editor.folder}/${path.slice('/assets/editor/'.length)}`
      : `${ours.directory}/${path.slice('/assets/'.length)}`
    const body = await readFile(file).catch(() => '')
    return { body, type: types[path.split('.').at(-1) ?? ''] ?? 'text/plain' }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => closed(server),
  }
}

function policyWith(nonce: string, more: string[]): string {
  const every = [`script-src 'nonce-${nonce}' 'strict-dynamic'`, `default-src 'self'`]
  return [...every, `base-uri 'none'`, `object-src 'none'`, ...more].join('; ')
}

function page(styles: string, { script, css }: { script: string; css: string }): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Edit</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<link rel="stylesheet" href="${styles}"><link rel="stylesheet" href="/assets/editor/${css}"></head>
<body><main class="edit"><div id="editor"></div></main>
<script type="module" nonce="{nonce}">
  const { mountEditor } = await import('/assets/editor/${script}')
  window.mountEditor = mountEditor
  document.documentElement.dataset.ready = ''
</script></body></html>`
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
