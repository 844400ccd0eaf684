import type { FastifyPluginAsync } from 'fastify'

import type { Sandbox } from '../sandbox.ts'
import { failingAmounts, testCards } from '../state/cards.ts'
import type { CardOutcome, TestCard } from '../state/cards.ts'
import { Html, html } from './html.ts'
import { sendPage } from './layout.ts'
import type { Page } from './layout.ts'

const happens: Record<CardOutcome, string> = {
  approved: 'pays',
  challenge: 'asks for confirmation, then pays',
  technical_error: 'fails: technical error of 3-D Secure',
  not_enrolled: 'fails: not enrolled for 3-D Secure',
}

/** `/`: what this is, for who opens it in a browser. */
export function homeRoutes(sandbox: Sandbox): FastifyPluginAsync {
  return async (app) => {
    app.get('/', (_request, reply) => sendPage(reply, homePage(sandbox)))
  }
}

function homePage({ merchants }: Sandbox): Page {
  const amounts = [...failingAmounts].map((minor) => (minor / 100).toFixed(2)).join(', ')
  const body = html` <h1>SumUp sandbox</h1>
    <p>It speaks SumUp’s API and keeps everything in memory until it is stopped.</p>
    <h2>Merchants</h2>
    <ul>
      ${merchants.map(({ code, name, currency }) => html`<li>${name}: ${code}, ${currency}</li>`)}
    </ul>
    <h2>Test cards</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Card</th>
          <th scope="col">What it does</th>
        </tr>
      </thead>
      <tbody>
        ${testCards.map(cardRow)}
      </tbody>
    </table>
    <p>Amounts that always fail: ${amounts}.</p>
    <h2>Behind the scenes</h2>
    <ul>
      <li><a href="/_sandbox/charges">Every charge and refund</a></li>
      <li><a href="/_sandbox/webhooks">Webhooks sent</a></li>
      <li><a href="/_sandbox/behaviour">Failures switched on</a> (PUT changes them)</li>
    </ul>`
  return { status: 200, title: 'Overview', body, isWide: true }
}

function cardRow({ brand, number, outcome }: TestCard): Html {
  return html`<tr>
    <td>${brand} ${number}</td>
    <td>${happens[outcome]}</td>
  </tr>`
}
