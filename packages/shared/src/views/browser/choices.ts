/** In every `[data-choices]` form, tells price and stock of what is chosen at once, beside the button. */
export function startChoices(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-choices]')) {
    form.addEventListener('change', () => tell(form))
    tell(form)
  }
}

function tell(form: HTMLFormElement): void {
  const chosen = form.querySelector<HTMLInputElement>('input[type=radio]:checked')
  const place = form.querySelector('[data-chosen]')
  const asked = chosen?.closest('label')?.querySelector('[data-asked]')
  if (!chosen || !place || !asked) return
  place.replaceChildren(...[...asked.childNodes].map((node) => node.cloneNode(true)))
  const quantity = form.querySelector<HTMLInputElement>('input[type=number]')
  if (!quantity) return
  quantity.min = chosen.dataset['min'] ?? '1'
  quantity.max = chosen.dataset['max'] ?? '99'
  const [least, most] = [Number(quantity.min), Number(quantity.max)]
  quantity.value = String(Math.min(Math.max(quantity.valueAsNumber || least, least), most))
}
