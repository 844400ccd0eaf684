import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { knownNodeTypes } from '../nodes/known-nodes.ts'
import { enter, outline } from '../testing/gestures.ts'
import { chromium, withEditors } from '../testing/with-editor.ts'
import type { LexicalDocument } from '../browser/editor.ts'

const rich = JSON.parse(
  readFileSync(new URL('../testing/rich-document.json', import.meta.url), 'utf8'),
) as LexicalDocument
/** Longer than the editor goes on changing a document that it has opened. */
const settledMs = 3_000

describe.skipIf(!chromium)('opening the editor', () => {
  const { open } = withEditors()

  it('opens an empty document and tells of what is typed', async () => {
    const editor = await open()

    await enter(editor.page)
    await editor.page.keyboard.type('Bread on Saturday')
    await expect.poll(editor.changes).not.toEqual([])
    await expect
      .poll(async () => outline((await editor.changes()).at(-1) ?? rich))
      .toEqual(['paragraph: Bread on Saturday'])

    expect(await editor.page.evaluate('editor.wordCount()')).toBe(3)
    expect(await editor.errors()).toEqual([])
    expect(editor.complaints).toEqual([])
  })

  it('opens a document with every card, tells of no change, and gives it back as it was', async () => {
    const editor = await open({ document: rich })

    await editor.page.waitForTimeout(settledMs)

    expect(await editor.changes()).toEqual([])
    expect(await editor.read()).toEqual(rich)
    expect(await editor.errors()).toEqual([])
    expect(editor.complaints).toEqual([])
  })

  it('tells of no change when somebody only looks around', async () => {
    const editor = await open({ document: rich })
    await editor.page.waitForTimeout(settledMs)

    await editor.page.getByText('Section 1').click()
    for (const key of ['ArrowDown', 'ArrowDown', 'PageDown', 'Home', 'ArrowUp']) {
      await editor.page.keyboard.press(key)
    }
    await editor.page.waitForTimeout(1_000)

    expect(await editor.changes()).toEqual([])
  })

  it('loses nothing that is typed while it still settles', async () => {
    const editor = await open({ document: rich })

    await editor.page.getByText('Section 1').click()
    await editor.page.keyboard.press('End')
    await editor.page.keyboard.type('!')
    await editor.page.waitForTimeout(settledMs)

    const told = (await editor.changes()).at(-1)
    expect(JSON.stringify(told)).toContain('"text":"Section 1!"')
  })

  it('refuses a document with a node it does not know, by its name', async () => {
    const children = [{ type: 'paragraph', children: [{ type: 'hologram' }] }, { type: 'toc' }]
    const document = { root: { type: 'root' as const, children } }

    await expect(open({ document })).rejects.toThrow('does not know: “hologram”, “toc”.')
  })

  it('knows exactly the nodes that the list names', async () => {
    const editor = await open()

    const types = await editor.page.evaluate(
      `[...document.querySelector('[data-lexical-editor]').__lexicalEditor._nodes.keys()]`,
    )

    expect((types as string[]).toSorted()).toEqual([...knownNodeTypes].toSorted())
  })

  it('saves nothing any more after an error', async () => {
    const editor = await open()
    await enter(editor.page)
    await editor.page.keyboard.type('kept')
    await expect.poll(editor.changes).not.toEqual([])
    const told = await editor.changes()

    await editor.page.evaluate(
      `document.querySelector('[data-lexical-editor]').__lexicalEditor.update(() => { throw new Error('torn') })`,
    )
    await editor.page.keyboard.type(' lost')
    await editor.page.waitForTimeout(1_000)

    expect(await editor.errors()).toEqual([
      'The editor stopped working: torn. Reload the page to go on from what was last saved.',
    ])
    await expect(editor.read()).rejects.toThrow('The editor stopped working: torn.')
    expect(await editor.changes()).toEqual(told)
  })

  it('tells of the last words when it is taken off the page', async () => {
    const editor = await open()
    await enter(editor.page)
    await editor.page.keyboard.type('Last words')

    await editor.page.evaluate('editor.destroy()')

    expect(outline((await editor.changes()).at(-1) ?? rich)).toEqual(['paragraph: Last words'])
    expect(await editor.page.locator('#editor').innerHTML()).toBe('')
  })
})
