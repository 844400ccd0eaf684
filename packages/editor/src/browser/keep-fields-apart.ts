const fields = 'input, textarea, select, button'

/**
 * Keeps what cards have for fields, such as the title of a sound, out of the form around the editor: it
 * would send them with its own, and Enter in one of them would send it. @returns how to stop.
 */
export function keepFieldsApart(element: HTMLElement): () => void {
  const around = element.closest('form')
  if (!around) return () => undefined
  const observer = new MutationObserver(() => {
    for (const field of element.querySelectorAll<HTMLInputElement>(fields)) {
      if (field.form === around) field.setAttribute('form', '')
    }
  })
  observer.observe(element, { childList: true, subtree: true })
  return () => observer.disconnect()
}
