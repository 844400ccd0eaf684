// The media library: files can be dropped, pasted or chosen, and each shows how far it has come.
// Without this file the form sends them.

/** What the library answers: the new file, or why not as problem+json. */
interface Answer {
  id?: string
  fileName?: string
  detail?: string
}

const lost = 'The connection broke. Please send it again.'

const form = document.querySelector<HTMLFormElement>('[data-media-form]')
const list = document.querySelector<HTMLElement>('[data-media-uploads]')
if (form && list) start(form, list)

function start(form: HTMLFormElement, list: HTMLElement): void {
  const input = form.querySelector<HTMLInputElement>('input[type=file]')
  const take = (files: FileList | undefined) => {
    if (files && files.length > 0) void sendAll(form.action, list, [...files])
  }
  input?.addEventListener('change', () => {
    take(input.files ?? undefined)
  })
  form.addEventListener('submit', (event) => {
    if (!input?.files?.length) return
    event.preventDefault()
    take(input.files)
  })
  document.addEventListener('paste', (event) => {
    take(event.clipboardData?.files)
  })
  document.addEventListener('dragover', (event) => {
    event.preventDefault()
    form.dataset.over = ''
  })
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) delete form.dataset.over
  })
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    delete form.dataset.over
    take(event.dataTransfer?.files)
  })
}

/** One after the other; then on to the new file, or to the library with all of them. */
async function sendAll(action: string, list: HTMLElement, files: File[]): Promise<void> {
  const rows = files.map((file) => ({ file, row: addRow(list, file.name) }))
  const answers: Answer[] = []
  for (const { file, row } of rows) {
    const answer = await send(action, file, row.progress)
    row.progress.remove()
    if (answer.id) row.said.replaceChildren(linkTo(answer.id, file.name))
    else {
      row.said.textContent = answer.detail ?? lost
      row.said.classList.add('text-clay')
    }
    answers.push(answer)
  }
  const [first] = answers
  if (answers.some(({ id }) => id === undefined)) return
  location.assign(answers.length === 1 ? `/media/${first?.id}` : '/media')
}

/** Of those that came, when one beside them did not and the page stays. */
function linkTo(id: string, name: string): HTMLElement {
  const link = document.createElement('a')
  link.className = 'link'
  link.href = `/media/${id}`
  link.textContent = 'See it'
  link.setAttribute('aria-label', `See it: ${name}`)
  return link
}

interface Row {
  progress: HTMLProgressElement
  said: HTMLElement
}

function addRow(list: HTMLElement, name: string): Row {
  const item = document.createElement('li')
  const title = document.createElement('span')
  const progress = document.createElement('progress')
  const said = document.createElement('span')
  title.textContent = name
  progress.max = 1
  progress.value = 0
  progress.setAttribute('aria-label', `Sending ${name}`)
  said.textContent = 'Waiting'
  item.append(title, said, progress)
  list.append(item)
  return { progress, said }
}

/** With XMLHttpRequest, the only one that tells how much of a body was sent. */
function send(action: string, file: File, progress: HTMLProgressElement): Promise<Answer> {
  return new Promise((resolve) => {
    const body = new FormData()
    body.set('file', file)
    const request = new XMLHttpRequest()
    request.open('POST', action)
    request.setRequestHeader('accept', 'application/json')
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      progress.value = loaded / total
      const said = progress.previousElementSibling
      if (said) said.textContent = loaded < total ? 'Sending' : 'Making the sizes for all screens'
      if (loaded === total) progress.removeAttribute('value')
    })
    request.addEventListener('load', () => resolve(parsed(request.responseText)))
    request.addEventListener('error', () => resolve({ detail: lost }))
    request.send(body)
  })
}

function parsed(text: string): Answer {
  try {
    const answer: Answer = JSON.parse(text)
    return answer
  } catch {
    return { detail: lost }
  }
}
