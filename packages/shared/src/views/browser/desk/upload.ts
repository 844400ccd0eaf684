export interface Uploaded {
  url: string
  fileName: string
}

/** Sends a file to the media library. @param onProgress takes 0 to 100. */
export function upload(file: File, onProgress: (percent: number) => void): Promise<Uploaded> {
  const request = new XMLHttpRequest()
  request.open('POST', '/media')
  request.setRequestHeader('accept', 'application/json')
  request.responseType = 'json'
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    onProgress(total > 0 ? Math.round((100 * loaded) / total) : 0)
  })
  const body = new FormData()
  body.append('file', file)
  return new Promise((resolve, reject) => {
    request.addEventListener('load', () => {
      const answer = request.response as (Uploaded & { detail?: string }) | null
      if (request.status < 300 && answer) resolve(answer)
      else reject(new Error(answer?.detail ?? 'The file did not arrive. Please try again.'))
    })
    request.addEventListener('error', () => reject(new Error('There is no connection.')))
    request.send(body)
  })
}

/** The button beside the address of a picture. */
export function startPictureUpload(form: HTMLFormElement, onDone: () => void): void {
  const button = form.querySelector<HTMLElement>('[data-picture]')
  const input = button?.querySelector('input')
  const address = form.elements.namedItem('image')
  if (!button || !input || !(address instanceof HTMLInputElement)) return
  button.hidden = false
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    if (!file) return
    void take(file, { button, address, onDone })
  })
}

interface Place {
  button: HTMLElement
  address: HTMLInputElement
  onDone: () => void
}

async function take(file: File, { button, address, onDone }: Place): Promise<void> {
  button.ariaBusy = 'true'
  try {
    const { url } = await upload(file, () => undefined)
    address.value = url
    address.setCustomValidity('')
    onDone()
  } catch (error) {
    address.setCustomValidity((error as Error).message)
    address.reportValidity()
  } finally {
    button.ariaBusy = null
  }
}
