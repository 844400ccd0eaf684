import { testCards } from '../state/cards.ts'
import type { TestCard } from '../state/cards.ts'
import { formatAmount } from '../state/currencies.ts'
import type { Checkout } from '../state/records.ts'
import { Html, html } from './html.ts'
import type { Page } from './layout.ts'

const firstCard = '4200 0000 0000 0091'

/** The form to pay; after a failed attempt it says so and offers another. */
export function paymentPage(checkout: Checkout, wrong?: { cardNumber: string }): Page {
  const failure = wrong === undefined ? checkout.attempts.at(-1)?.refusal : undefined
  const body = html` <h1>Pay ${checkout.merchant.name}</h1>
    ${failure && alert(failure)} ${summary(checkout)}
    <form method="post" action="${pathOf(checkout)}">
      <label for="card">Card number</label>
      <p class="hint" id="card-hint">One of SumUp’s test cards.</p>
      <input
        id="card"
        name="card_number"
        value="${wrong?.cardNumber ?? firstCard}"
        list="cards"
        inputmode="numeric"
        autocomplete="off"
        required
        aria-describedby="card-hint${wrong && ' card-error'}"
        ${wrong && invalid}
      />
      ${wrong && cardError}
      <datalist id="cards">${testCards.map(cardOption)}</datalist>
      <div class="buttons">
        <button class="primary" name="action" value="pay">Pay ${price(checkout)}</button>
        <div class="quiet">
          <button name="action" value="decline">Decline</button>
          <button name="action" value="abandon" formnovalidate>Abandon</button>
        </div>
      </div>
    </form>`
  const title = failure === undefined ? 'Pay' : 'Not paid'
  return { status: wrong ? 422 : 200, title: `${title}: ${checkout.merchant.name}`, body }
}

/** What a bank would ask of its customer in between. */
export function challengePage(checkout: Checkout, card: TestCard): Page {
  const body = html` <h1>Your bank asks: is it you?</h1>
    <p>This is the 3-D Secure check for the card ending in ${card.number.slice(-4)}.</p>
    ${summary(checkout)}
    <form method="post" action="${pathOf(checkout)}/challenge">
      <input type="hidden" name="card_number" value="${card.number}" />
      <div class="buttons">
        <button class="primary" name="action" value="confirm">Yes, pay ${price(checkout)}</button>
        <button name="action" value="refuse">No, refuse</button>
      </div>
    </form>`
  return { status: 200, title: 'Confirm your payment', body }
}

/** As at SumUp, the way back is a link the buyer may or may not follow. */
export function paidPage(checkout: Checkout): Page {
  const body = html` <h1 class="done">Payment successful</h1>
    ${summary(checkout)} ${backToShop(checkout, 'button primary')}`
  return { status: 200, title: 'Payment successful', body }
}

export function abandonedPage(checkout: Checkout): Page {
  const body = html` <h1>You left without paying</h1>
    <p>Nothing was taken, and nobody tells the shop. You can still pay while the page is open.</p>
    <div class="buttons">
      <a class="button primary" href="${pathOf(checkout)}">Return to the payment</a>
      ${backToShop(checkout, 'button')}
    </div>`
  return { status: 200, title: 'Left without paying', body }
}

export function expiredPage(checkout: Checkout): Page {
  const body = html` <h1>This payment page has expired</h1>
    <p>Nothing was taken. Start again in the shop of ${checkout.merchant.name}.</p>`
  return { status: 410, title: 'Expired', body }
}

export function notFoundPage(): Page {
  const body = html` <h1>There is no such payment page</h1>
    <p>Check the link, or start again in the shop.</p>`
  return { status: 404, title: 'Not found', body }
}

export function pathOf({ id }: Checkout): string {
  return `/pay/c-${id}`
}

function summary(checkout: Checkout): Html {
  return html`<dl>
    <dt>To</dt>
    <dd>${checkout.merchant.name}</dd>
    ${
      checkout.description &&
      html`<dt>For</dt>
        <dd>${checkout.description}</dd>`
    }
    <dt>Reference</dt>
    <dd>${checkout.reference}</dd>
    <dt>Amount</dt>
    <dd class="amount">${price(checkout)}</dd>
  </dl>`
}

function price({ amount, currency }: Checkout): string {
  return formatAmount(amount, currency)
}

function alert(failure: string): Html {
  return html`<p class="alert" role="alert">
    <strong>${failure}</strong> Nothing was taken. Try again, or use another card.
  </p>`
}

const invalid = html`aria-invalid="true" autofocus`

const cardError = html`<p class="error" id="card-error">
  The sandbox knows only test cards. Take one from the list, such as ${firstCard}.
</p>`

function cardOption({ number, brand, outcome }: TestCard): Html {
  return html`<option value="${number}">${brand} ${outcome.replaceAll('_', ' ')}</option>`
}

function backToShop({ redirectUrl }: Checkout, style: string): Html | undefined {
  if (redirectUrl === undefined) return undefined
  return html`<a class="${style}" href="${redirectUrl}">Back to the shop</a>`
}
