/** Shows the plus and minus of every `[data-stepper]` and lets them count within its limits. */
export function startSteppers(): void {
  for (const stepper of document.querySelectorAll('[data-stepper]')) {
    const input = stepper.querySelector('input')
    if (input) wire(stepper, input)
  }
}

function wire(stepper: Element, input: HTMLInputElement): void {
  for (const button of stepper.querySelectorAll<HTMLButtonElement>('[data-step]')) {
    button.hidden = false
    button.addEventListener('click', () => {
      if (button.dataset['step'] === '1') input.stepUp()
      else input.stepDown()
    })
  }
}
