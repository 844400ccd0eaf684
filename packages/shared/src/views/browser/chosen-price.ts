/**
 * In every `[data-pay-choice]`, shows the chips of what is chosen in its form and lets them fill in the
 * price. Where the price is fixed there is nothing to fill in.
 */
export function startChosenPrices(): void {
  for (const choice of document.querySelectorAll<HTMLElement>('[data-pay-choice]')) {
    const form = choice.closest('form')
    const field = choice.querySelector<HTMLInputElement>('input[name=chosen]')
    if (!form || !field) continue
    form.addEventListener('change', ({ target }) => {
      if (target instanceof HTMLInputElement && target.type === 'radio')
        follow(choice, field, target.value)
    })
    choice.addEventListener('click', ({ target }) => {
      const chip = target instanceof Element && target.closest<HTMLButtonElement>('[data-pay]')
      if (chip) field.value = chip.dataset['pay'] ?? ''
    })
    const chosen = form.querySelector<HTMLInputElement>('input[type=radio]:checked')
    if (chosen) follow(choice, field, chosen.value)
  }
}

function follow(choice: HTMLElement, field: HTMLInputElement, id: string): void {
  let own: HTMLElement | undefined
  for (const chips of choice.querySelectorAll<HTMLElement>('[data-pay-for]')) {
    chips.hidden = chips.dataset['payFor'] !== id
    if (!chips.hidden) own = chips
  }
  choice.hidden = !own
  field.disabled = !own
  field.min = own?.dataset['floor'] ?? '0'
  field.value = own?.dataset['suggested'] ?? ''
}
