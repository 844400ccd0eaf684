import { ask } from './ask.ts'

const QUIET_MS = 1_500
const RETRY_MS = 5_000

type Fields = Record<string, string | string[]>

interface Kept {
  version: number
  fields: Fields
  at: number
}

export interface Words {
  /** Something was typed. */
  changed(): void
  /** What this browser kept and the server never got. */
  left(): Kept | undefined
  forget(): void
}

export interface WordsOptions {
  form: HTMLFormElement
  postId: string
  version: number
  /** The text as JSON; undefined while it must not be kept. */
  text: () => string | undefined
  say: (state: string) => void
}

/**
 * Keeps what is typed: at once in this browser, and a moment later on the server as the editor's own
 * working copy. Without a connection it tries again until there is one.
 */
export function keepWords({ form, postId, version, text, say }: WordsOptions): Words {
  const name = `words:${postId}`
  let timer: ReturnType<typeof setTimeout> | undefined
  let count = 0

  const send = async () => {
    const fields = fieldsOf(form, text())
    const sent = count
    try {
      await ask(`/posts/${postId}/working-copy`, { baseVersion: version, form: fields }, 'PUT')
      if (sent === count) localStorage.removeItem(name)
      say(
        `Kept at ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' })}, not saved yet`,
      )
    } catch (error) {
      say(
        `Your words are kept in this browser. ${navigator.onLine ? (error as Error).message : 'There is no connection.'}`,
      )
      timer = setTimeout(() => void send(), RETRY_MS)
    }
  }

  addEventListener('online', () => void (localStorage.getItem(name) && send()))
  return {
    changed() {
      count += 1
      const kept: Kept = { version, fields: fieldsOf(form, text()), at: Date.now() }
      remember(name, kept)
      clearTimeout(timer)
      timer = setTimeout(() => void send(), QUIET_MS)
      say('Writing…')
    },
    left() {
      const kept = localStorage.getItem(name)
      return kept ? (JSON.parse(kept) as Kept) : undefined
    },
    forget: () => localStorage.removeItem(name),
  }
}

/** A browser may have no room, or none for us; then the server alone keeps the words. */
function remember(name: string, kept: Kept): void {
  try {
    localStorage.setItem(name, JSON.stringify(kept))
  } catch {
    localStorage.removeItem(name)
  }
}

function fieldsOf(form: HTMLFormElement, text: string | undefined): Fields {
  const fields: Fields = {}
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string' || name === 'baseVersion' || name === 'lexical') continue
    const known = fields[name]
    fields[name] = known === undefined ? value : [known, value].flat()
  }
  return text === undefined ? fields : { ...fields, lexical: text }
}
