import { describe, expect, it } from 'vitest'
import type { LexicalDocument } from '../browser/editor.ts'
import { choose, enter, paste } from '../testing/gestures.ts'
import { chromium, withEditors } from '../testing/with-editor.ts'

const gap = `<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;\n</span>`
const dot = (sign: string, font = 'Symbol') =>
  `<![if !supportLists]><span lang=EN-GB style='font-family:${font};mso-fareast-font-family:${font};mso-bidi-font-family:\n${font}'><span style='mso-list:Ignore'>${sign}${gap}</span></span><![endif]>`
const number = (sign: string) =>
  `<!--[if !supportLists]--><span style='mso-bidi-font-family:Calibri'><span style='mso-list:Ignore'>${sign}${gap}</span></span><!--[endif]-->`
/** A paragraph of a list, as Word writes it. */
const item = (place: string, list: string, html: string) =>
  `<p class=MsoListParagraph${place} style='margin-left:36.0pt;mso-add-space:auto;text-indent:-18.0pt;\nmso-list:${list}'>${html}<o:p></o:p></p>\n\n`
const plain = (html: string) => `<p class=MsoNormal>${html}<o:p></o:p></p>\n\n`
const word = (
  body: string,
) => `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- @list l0 {mso-list-id:1; mso-list-type:hybrid;} p.MsoListParagraph {mso-style-priority:34;} --></style></head>
<body lang=EN-GB style='tab-interval:36.0pt;word-wrap:break-word'><!--StartFragment-->${body}<!--EndFragment--></body></html>`

const cases: [string, string, string[]][] = [
  [
    'dots, one below the other',
    plain('You need:') +
      item('CxSpFirst', 'l0 level1 lfo1', `${dot('·')}<b>Rye</b> flour`) +
      item('CxSpMiddle', 'l0 level2 lfo1', `${dot('o', '"Courier New"')}dark`) +
      item('CxSpMiddle', 'l0 level3 lfo1', `${dot('§', 'Wingdings')}from Wales`) +
      item('CxSpMiddle', 'l0 level2 lfo1', `${dot('o', '"Courier New"')}light`) +
      item('CxSpLast', 'l0 level1 lfo1', `${dot('·')}Water`) +
      plain('That is all.'),
    [
      'You need:',
      '  • Rye flour',
      '    • dark',
      '      • from Wales',
      '    • light',
      '  • Water',
      'That is all.',
    ],
  ],
  [
    'numbers with letters below them',
    item('CxSpFirst', 'l1 level1 lfo2', `${number('1.')}Knead`) +
      item('CxSpMiddle', 'l1 level2 lfo2', `${number('a)')}by hand`) +
      item('CxSpMiddle', 'l1 level2 lfo2', `${number('b)')}or by machine`) +
      item('CxSpLast', 'l1 level1 lfo2', `${number('2.')}Rest`),
    ['  1. Knead', '    1. by hand', '    2. or by machine', '  2. Rest'],
  ],
  [
    'numbers that go on after a paragraph, and dots right after them',
    item('', 'l1 level1 lfo2', `${number('1.')}Knead`) +
      plain('Wait an hour.') +
      item('CxSpFirst', 'l1 level1 lfo2', `${number('2.')}Shape`) +
      item('CxSpMiddle', 'l1 level1 lfo2', `${number('3.')}Bake`) +
      item('CxSpLast', 'l0 level1 lfo1', `${dot('·')}Eat`),
    ['  1. Knead', 'Wait an hour.', '  2. Shape', '  3. Bake', '  • Eat'],
  ],
  [
    'a mark between comments alone, and more lines of an item',
    item('CxSpFirst', 'l0 level1 lfo1', `<!--[if !supportLists]-->1.${gap}<!--[endif]-->Milk`) +
      `<p class=MsoListParagraphCxSpMiddle style='margin-left:36.0pt'>from the farm<o:p></o:p></p>\n` +
      item('CxSpLast', 'l0 level1 lfo1', `<!--[if !supportLists]-->2.${gap}<!--[endif]-->Butter`),
    ['  1. Milk/from the farm', '  2. Butter'],
  ],
  [
    'what begins deeper than it goes on',
    item('CxSpFirst', 'l0 level2 lfo1', `${dot('o')}dark`) +
      item('CxSpLast', 'l0 level1 lfo1', `${dot('·')}Water`),
    ['  • dark', '  • Water'],
  ],
]

describe.skipIf(!chromium)('lists of Word', () => {
  const { open } = withEditors()

  it.each(cases)('become lists: %s', async (_name, html, expected) => {
    const { page, ...editor } = await open()

    await enter(page)
    await paste(page, word(html), 'Words')

    await expect.poll(async () => lines(await editor.read())).toEqual(expected)
    expect(JSON.stringify(await editor.read())).not.toMatch(/mso|·|§|supportLists/i)
    expect(editor.complaints).toEqual([])
  })

  it('are left to the field of a card that they are pasted into', async () => {
    const { page } = await open()
    await enter(page)
    await choose(page, '/button')
    await page.getByTestId('button-input-text').click()

    const isLeft = await page.evaluate(
      (html) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/html', html)
        const event = new ClipboardEvent('paste', {
          clipboardData,
          bubbles: true,
          cancelable: true,
        })
        return document.activeElement?.dispatchEvent(event)
      },
      word(item('', 'l0 level1 lfo1', `${dot('·')}Milk`)),
    )

    expect(isLeft).toBe(true)
  })

  it('leave what is a list already as it is', async () => {
    const { page, ...editor } = await open()

    await enter(page)
    await paste(
      page,
      word(
        `<ul style='margin-top:0cm' type=disc><li class=MsoListParagraph style='margin-left:0cm;mso-list:l0 level1 lfo1'>Milk<o:p></o:p></li></ul><h2 style='mso-list:l1 level1 lfo2'>${number('1.')}Hours</h2>`,
      ),
    )

    await expect
      .poll(async () => lines(await editor.read()))
      .toEqual(['  • Milk', expect.stringMatching(/^1\.\s+Hours$/)])
  })
})

type Node = Record<string, unknown>

/** What a reader sees, line by line: `  1. Knead`; a break in a line is `/`. */
function lines(document: LexicalDocument): string[] {
  return document.root.children.flatMap((node) =>
    node.type === 'list' ? listLines(node, '  ') : [textOf(node)],
  )
}

function listLines(list: Node, indent: string): string[] {
  return childrenOf(list).flatMap((entry) => {
    const [first] = childrenOf(entry)
    if (first?.type === 'list') return listLines(first, `${indent}  `)
    const sign = list.listType === 'number' ? `${String(entry.value)}.` : '•'
    return [`${indent}${sign} ${textOf(entry)}`]
  })
}

function textOf(node: Node): string {
  if (node.type === 'linebreak') return '/'
  return typeof node.text === 'string' ? node.text : childrenOf(node).map(textOf).join('')
}

function childrenOf(node: Node): Node[] {
  return Array.isArray(node.children) ? (node.children as Node[]) : []
}
