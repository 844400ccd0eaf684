import { ask } from './ask.ts'
import type { Editor, EditorModule } from './editor-types.ts'
import { keepWords, type Words } from './keep-words.ts'
import { startNavTree } from './nav-tree.ts'
import { startPresence } from './presence.ts'
import { startPictureUpload, upload } from './upload.ts'

const form = document.querySelector<HTMLFormElement>('[data-edit]')
if (form) void start(form)

const tree = document.querySelector<HTMLElement>('[data-nav-tree]')
if (tree) startNavTree(tree)

async function start(form: HTMLFormElement): Promise<void> {
  const { post: postId = '', version = '1' } = form.dataset
  // What was refused stands at the address it was sent to, which cannot be opened.
  history.replaceState(null, '', `/posts/${postId}/edit`)
  const state = form.querySelector<HTMLElement>('[data-state]')
  const say = (words: string) => {
    if (state) state.textContent = words
  }
  let editor: Editor | undefined
  let broken = false
  const words = keepWords({
    form,
    postId,
    version: Number(version),
    text: () => (editor && !broken ? JSON.stringify(editor.read()) : undefined),
    say,
  })
  const changed = () => {
    if (!broken) words.changed()
    // The editor counts a moment later.
    setTimeout(() => showCount(form, editor), 700)
  }
  editor = await mount(form, textOf(words, form, Number(version)), {
    onChange: changed,
    onError(message: string) {
      broken = true
      say(message)
    },
  }).catch((error: Error) => {
    broken = true
    say(error.message)
    return undefined
  })
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLElement && target.closest('[data-editor]') === null) changed()
  })
  startPresence(form, postId)
  startPictureUpload(form, changed)
  showCount(form, editor)
  form.addEventListener('submit', (event) => {
    if (broken || !editor) {
      event.preventDefault()
      say('The text cannot be saved as it stands here. Open the page again: your words are kept.')
      return
    }
    setField(form, 'lexical', JSON.stringify(editor.read()))
  })
  addEventListener('keydown', (event) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    form.querySelector<HTMLButtonElement>('[name=action][value=save]')?.click()
  })
}

/** The text to open: what is saved, or what this browser kept when the person asks for it. */
function textOf(words: Words, form: HTMLFormElement, version: number): unknown {
  const saved: unknown = JSON.parse(document.querySelector('#document')?.textContent ?? 'null')
  const left = words.left()
  if (!left) return saved
  if (left.version < version || form.dataset.refused !== undefined) {
    // What it was based on has been replaced, by a save of these very words as a rule; or these very
    // words came back from the server with the reason they were refused.
    words.forget()
    return saved
  }
  const offer = form.querySelector<HTMLElement>('[data-restore]')
  if (!offer) return saved
  const choose = sessionStorage.getItem('take-back') === form.dataset.post
  sessionStorage.removeItem('take-back')
  if (choose && typeof left.fields.lexical === 'string') {
    for (const [name, value] of Object.entries(left.fields)) {
      if (name !== 'lexical' && typeof value === 'string') setField(form, name, value)
    }
    return JSON.parse(left.fields.lexical)
  }
  offer.hidden = false
  offer.querySelector('[data-restore-yes]')?.addEventListener('click', () => {
    sessionStorage.setItem('take-back', form.dataset.post ?? '')
    location.reload()
  })
  offer.querySelector('[data-restore-no]')?.addEventListener('click', () => {
    words.forget()
    offer.hidden = true
  })
  return saved
}

interface Told {
  onChange: () => void
  onError: (message: string) => void
}

async function mount(form: HTMLFormElement, text: unknown, told: Told): Promise<Editor> {
  const place = form.querySelector<HTMLElement>('[data-editor]')
  const { script = '', site, mayWriteHtml } = form.dataset
  if (!place) throw new Error('There is no place for the editor.')
  const { mountEditor } = (await import(script)) as EditorModule
  const snippets = (await ask('/snippets')) as { snippets: unknown[] }
  return mountEditor(place, {
    document: text,
    ...told,
    siteUrl: site,
    darkMode: isDark(),
    mayWriteHtml: mayWriteHtml === 'true',
    upload: (file: File, _kind: string, onProgress: (percent: number) => void) =>
      upload(file, onProgress),
    fetchEmbed: (url: string, kind: string) =>
      ask(`/embeds?${new URLSearchParams({ url, kind }).toString()}`),
    async searchLinks(q: string) {
      const found = await ask(`/posts/links?${new URLSearchParams({ q: q ?? '' }).toString()}`)
      return [{ label: 'Posts and pages', items: (found as { links: unknown[] }).links }]
    },
    async searchLive(kind: string, q: string) {
      const found = await ask(`/posts/live?${new URLSearchParams({ kind, q }).toString()}`)
      return (found as { things: unknown[] }).things
    },
    snippets: snippets.snippets,
    createSnippet: (snippet: object) => ask('/snippets', snippet),
    async deleteSnippet({ name }: { name: string }) {
      const sure = confirm(
        `Delete the snippet “${name}” for everybody? Posts that have it keep it.`,
      )
      if (sure) await ask('/snippets', { name }, 'DELETE')
      return sure
    },
  })
}

function isDark(): boolean {
  const { theme } = document.documentElement.dataset
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
}

function showCount(form: HTMLFormElement, editor: Editor | undefined): void {
  const line = form.querySelector('[data-words]')
  if (line && editor) line.textContent = `${editor.wordCount()} words`
}

function setField(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name)
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
    if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = true
    else field.value = value
    return
  }
  if (field !== null) return
  const hidden = document.createElement('input')
  hidden.type = 'hidden'
  hidden.name = name
  hidden.value = value
  form.append(hidden)
}
