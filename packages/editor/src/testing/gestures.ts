import type { Page } from 'playwright-core'
import type { LexicalDocument } from '../browser/editor.ts'

/** Puts the caret into the text. */
export async function enter(page: Page): Promise<void> {
  await page.locator('.kg-prose').first().click()
}

/** Writes a word into an empty paragraph and takes what the menu then offers first. */
export async function choose(page: Page, word: string): Promise<void> {
  await page.keyboard.type(word)
  await page.locator('[data-kg-slash-menu] [data-kg-cardmenu-selected="true"]').waitFor()
  // Koenig filters the menu after the key, not with it.
  await page.waitForTimeout(200)
  await page.keyboard.press('Enter')
}

/** Pastes as another program would have copied it. */
export async function paste(page: Page, html: string, text = ''): Promise<void> {
  await page.evaluate(
    ([html, text]) => {
      const data = new DataTransfer()
      data.setData('text/html', html ?? '')
      data.setData('text/plain', text ?? '')
      const options = { clipboardData: data, bubbles: true, cancelable: true }
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', options))
    },
    [html, text],
  )
}

/** The blocks of a document, each with its type and words: `extended-heading: Bread`. */
export function outline(document: LexicalDocument): string[] {
  return document.root.children.map((node) => `${node.type}: ${wordsOf(node)}`.trim())
}

function wordsOf(node: Record<string, unknown>): string {
  if (typeof node.text === 'string') return node.text
  const children = Array.isArray(node.children) ? (node.children as Record<string, unknown>[]) : []
  return children.map(wordsOf).join('')
}
