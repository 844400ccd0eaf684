import type { Browser, Page } from 'playwright-core'
import type { LexicalDocument, LiveThing } from '../browser/editor.ts'

export interface OpenEditor {
  page: Page
  /** What `onChange` was called with, oldest first. */
  changes(): Promise<LexicalDocument[]>
  /** What `onError` was called with. */
  errors(): Promise<string[]>
  read(): Promise<LexicalDocument>
  /** Every file that was uploaded: `image: picture.png`. */
  uploads(): Promise<string[]>
  /** What the browser refused, or what went wrong in it. */
  complaints: string[]
  close(): Promise<void>
}

export interface OpenOptions {
  document?: LexicalDocument
  mayWriteHtml?: boolean
  viewport?: { width: number; height: number }
  dark?: boolean
  live?: LiveThing[]
  /** What the server says to every file; without it, it takes them. */
  uploadFails?: string
}

/** A page of its own with the editor on it. @throws what `mountEditor` throws. */
export async function openEditor(
  browser: Browser,
  origin: string,
  options: OpenOptions = {},
): Promise<OpenEditor> {
  const context = await browser.newContext({
    ...(options.viewport && { viewport: options.viewport }),
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(origin)
  await page.locator('html[data-ready]').waitFor()
  await page.evaluate(mountHere, options as object).catch(async (error: unknown) => {
    await context.close()
    throw error
  })
  const ask = <T>(expression: string) => page.evaluate<T>(expression)
  return {
    page,
    complaints,
    changes: () => ask('seen.changes'),
    errors: () => ask('seen.errors'),
    uploads: () => ask('seen.uploads'),
    read: () => ask('editor.read()'),
    close: () => context.close(),
  }
}

/** Runs in the page. What it hears stands in `seen`. */
async function mountHere(given: OpenOptions): Promise<void> {
  // oxlint-disable-next-line typescript/no-explicit-any -- the page's own globals
  const page = globalThis as any
  page.seen = { changes: [], errors: [], uploads: [], embeds: [], links: [], snippets: [] }
  const { seen } = page
  page.editor = await page.mountEditor(page.document.querySelector('#editor'), {
    document: given.document,
    siteUrl: page.location.origin,
    darkMode: given.dark === true,
    mayWriteHtml: given.mayWriteHtml === true,
    snippets: [],
    onChange: (document: unknown) => seen.changes.push(document),
    onError: (message: string) => seen.errors.push(message),
    createSnippet: async (snippet: unknown) => seen.snippets.push(snippet),
    fetchEmbed: async (url: string, kind: string) => {
      seen.embeds.push([url, kind])
      return {
        type: kind === 'bookmark' ? 'bookmark' : 'rich',
        url,
        html: '<p>An embedded thing</p>',
        metadata: { title: 'A page elsewhere', description: 'What it says', icon: null },
      }
    },
    searchLinks: async (term: string) => {
      seen.links.push(term)
      return [{ label: 'Posts', items: [{ id: '1', title: 'The oven', url: '/the-oven' }] }]
    },
    searchLive: async (kind: string, term: string) =>
      (given.live ?? []).filter(({ title }) => `${kind} ${title}`.includes(term)),
    upload: async (file: File, kind: string, onProgress: (percent: number) => void) => {
      onProgress(50)
      if (given.uploadFails) throw new Error(given.uploadFails)
      seen.uploads.push(`${kind}: ${file.name}`)
      return { url: `${page.location.origin}/uploaded/${file.name}`, fileName: file.name }
    },
  })
}
