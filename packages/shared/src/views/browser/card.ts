/** What the provider's script puts into the page. */
interface CardForm {
  mount(settings: {
    id: string
    checkoutId: string
    locale: string
    onResponse(type: string): void
  }): unknown
}

const place = document.querySelector<HTMLElement>('[data-card-form]')
const done = document.querySelector<HTMLFormElement>('[data-card-done]')
const { SumUpCard } = window as { SumUpCard?: CardForm }

if (place && done && SumUpCard) {
  SumUpCard.mount({
    id: place.id,
    checkoutId: place.dataset['cardForm'] ?? '',
    locale: document.documentElement.lang || 'en-GB',
    // Whatever it says, our own server asks the provider; a refused card may be tried again here.
    onResponse(type) {
      if (type === 'success' || type === 'error') done.requestSubmit()
    },
  })
} else {
  document.querySelector('[data-card-trouble]')?.removeAttribute('hidden')
}
