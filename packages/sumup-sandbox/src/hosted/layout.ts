import type { FastifyReply } from 'fastify'

import { html } from './html.ts'
import type { Html } from './html.ts'
import { styleElement, styleHash } from './style.ts'

export interface Page {
  status: number
  title: string
  body: Html
  isWide?: boolean
}

/** A whole page: no script, nothing loaded from anywhere, never kept by a cache. */
export function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  const policy = `default-src 'none'; style-src ${styleHash}; frame-ancestors 'none'`
  return reply
    .code(page.status)
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(layout(page).markup)
}

function layout({ title, body, isWide }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · SumUp sandbox</title>
        ${styleElement}
      </head>
      <body>
        <header class="note">
          SumUp sandbox: no money moves. Never type the number of a real card.
        </header>
        <main class="${isWide ? 'wide' : ''}">${body}</main>
      </body>
    </html> `
}
