/** Shows the plus and minus of every `[data-stepper]` and lets them count within its limits. */
export function startSteppers(): void {
  show(document)
  // What htmx brings later.
  document.addEventListener('htmx:load', ({ target }) => {
    if (target instanceof Element) show(target)
  })
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element && target.closest<HTMLButtonElement>('[data-step]')
    const input = button && button.closest('[data-stepper]')?.querySelector('input')
    if (!input) return
    if (button.dataset['step'] === '1') input.stepUp()
    else input.stepDown()
  })
}

function show(part: ParentNode): void {
  for (const button of part.querySelectorAll<HTMLButtonElement>('[data-step]'))
    button.hidden = false
}
