/** What the cart answers when asked for JSON: the new count, or why not as problem+json. */
interface Answer {
  count?: number
  detail?: string
}

/** Lets every `[data-basket-form]` put things into the basket without leaving the page. */
export function startBasket(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !form.matches('[data-basket-form]')) return
    event.preventDefault()
    void add(form, event.submitter)
  })
}

async function add(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  form.ariaBusy = 'true'
  try {
    const { count, detail } = await send(form, button)
    if (count === undefined) return say(form, detail ?? 'That did not work. Please try again.')
    show(count)
    say(form, 'In your basket')
  } catch {
    // Whether it arrived is unknown now; the basket itself tells.
    location.assign(new URL('/', form.action))
  } finally {
    form.ariaBusy = null
  }
}

/** A request of the kind a form could send: the browser need not ask the cart for leave first. */
async function send(form: HTMLFormElement, button: HTMLElement | null): Promise<Answer> {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form, button))
    if (typeof value === 'string') body.set(name, value)
  const headers = { accept: 'application/json' }
  const response = await fetch(form.action, {
    method: 'POST',
    body,
    headers,
    credentials: 'include',
  })
  const answer: Answer = await response.json()
  return answer
}

function show(count: number): void {
  for (const badge of document.querySelectorAll<HTMLElement>('[data-basket-count]')) {
    badge.textContent = String(count)
    badge.hidden = count === 0
  }
}

function say(form: HTMLFormElement, message: string): void {
  const place = form.querySelector('[data-basket-said]')
  if (place) place.textContent = message
}
