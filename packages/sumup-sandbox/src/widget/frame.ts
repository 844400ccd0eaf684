import { createHash } from 'node:crypto'

import type { FastifyReply } from 'fastify'

import { Html, html } from '../hosted/html.ts'
import { styleElement, styleHash } from '../hosted/style.ts'

/** What the widget tells the page it is in. */
export interface Response {
  type: 'load' | 'invalid' | 'auth-screen' | 'success' | 'fail' | 'error'
  body: object
}

/** Tells the shop's page what the frame shows, and when the buyer has sent the form. */
const script = `
  const { type, body } = JSON.parse(document.body.dataset.response)
  const say = (type, body) => parent.postMessage({ sumup: 'card', type, body }, '*')
  say(type, body)
  document.querySelector('form')?.addEventListener('submit', () => say('sent', {}))
  addEventListener('message', ({ source, data }) => {
    if (source === parent && data?.sumup === 'submit') document.querySelector('form')?.requestSubmit()
  })
`
const scriptElement = new Html(`<script type="module">${script}</script>`)
const scriptHash = `'sha256-${createHash('sha256').update(script).digest('base64')}'`

/** A page for the widget's frame, which any shop may show. */
export function sendFrame(reply: FastifyReply, response: Response, body: Html): FastifyReply {
  const policy = `default-src 'none'; style-src ${styleHash}; script-src ${scriptHash}; form-action 'self'`
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Pay by card · SumUp sandbox</title>
        ${styleElement}
      </head>
      <body data-response="${JSON.stringify(response)}">
        <div class="frame">${body}</div>
        ${scriptElement}
      </body>
    </html> `
  return reply
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.markup)
}
