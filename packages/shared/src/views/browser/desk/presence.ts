import { ask } from './ask.ts'

const EVERY_MS = 20_000

/** Says that this post is open here, and shows who else has it open. */
export function startPresence(form: HTMLFormElement, postId: string): void {
  const line = form.querySelector<HTMLElement>('[data-others]')
  const tell = async () => {
    if (!line || document.hidden) return
    const { others } = (await ask(`/posts/${postId}/presence`, {})) as { others: string[] }
    line.hidden = others.length === 0
    const is = others.length === 1 ? 'is' : 'are'
    line.textContent = `${others.join(' and ')} ${is} writing here, too. Whoever saves second is asked which words to keep.`
  }
  const tellQuietly = () => void tell().catch(() => undefined)
  tellQuietly()
  setInterval(tellQuietly, EVERY_MS)
  addEventListener('pagehide', () => navigator.sendBeacon(`/posts/${postId}/presence/end`))
}
