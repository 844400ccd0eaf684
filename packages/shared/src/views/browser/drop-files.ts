// Pictures that are dropped on a page or pasted into it, or chosen, go into the form at once. Without
// this file one chooses them and presses the button.

const form = document.querySelector<HTMLFormElement>('[data-drop-files]')
const input = form?.querySelector<HTMLInputElement>('input[type=file]')
const button = form?.querySelector<HTMLButtonElement>('[name=action][value=upload-pictures]')
if (form && input && button) start(form, input, button)

function start(form: HTMLFormElement, input: HTMLInputElement, button: HTMLButtonElement): void {
  const take = (files: FileList | undefined): boolean => {
    if (!files || files.length === 0) return false
    input.files = files
    button.click()
    return true
  }
  const place = input.closest<HTMLElement>('.media-drop') ?? form
  input.addEventListener('change', () => {
    if (input.files?.length) button.click()
  })
  document.addEventListener('paste', (event) => {
    if (take(event.clipboardData?.files)) event.preventDefault()
  })
  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    place.dataset.over = ''
  })
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) delete place.dataset.over
  })
  document.addEventListener('drop', (event) => {
    delete place.dataset.over
    if (take(event.dataTransfer?.files)) event.preventDefault()
  })
}
