import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { findChromium, openBrowser } from './chromium.ts'
import { type EditorSite, startEditorSite } from './editor-site.ts'
import { type OpenEditor, openEditor, type OpenOptions } from './open-editor.ts'

/** Undefined, and said so, on a machine without Chromium. */
export const chromium = findChromium()
if (!chromium) {
  process.stderr.write(
    'No Chromium on this machine (CHROMIUM names one): the editor is not tried in a browser.\n',
  )
}

/** One browser and one site for the tests of a file; every editor is closed after its test. */
export function withEditors(): { open: (options?: OpenOptions) => Promise<OpenEditor> } {
  let browser: Browser
  let site: EditorSite
  const open: OpenEditor[] = []

  beforeAll(async () => {
    site = await startEditorSite()
    browser = await openBrowser(chromium ?? '')
  })

  afterEach(async () => {
    await Promise.all(open.splice(0).map((editor) => editor.close()))
  })

  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  return {
    async open(options = {}) {
      const editor = await openEditor(browser, site.origin, options)
      open.push(editor)
      return editor
    },
  }
}
