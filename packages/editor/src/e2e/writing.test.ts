import { describe, expect, it } from 'vitest'
import { choose, enter, outline, paste } from '../testing/gestures.ts'
import { chromium, withEditors } from '../testing/with-editor.ts'

/** What Google Docs puts on the clipboard: everything in one bold tag that is not bold. */
const fromGoogleDocs = `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">
<h2 dir="ltr" style="line-height:1.38;margin-top:18pt"><span style="font-size:16pt;font-family:Arial;color:#ff0000">Rye bread</span></h2>
<p dir="ltr" style="line-height:1.38"><span style="font-size:11pt;font-family:Arial;background-color:#ffff00">Knead it </span><span style="font-weight:700">well</span><span style="font-size:11pt">, then see </span><a href="https://example.org/rest" style="text-decoration:none"><span style="color:#1155cc;text-decoration:underline">how to rest it</span></a></p>
<ul style="margin-top:0"><li dir="ltr" style="list-style-type:disc" aria-level="1"><p dir="ltr" role="presentation"><span>flour</span></p></li><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>water</span></p></li></ul></b>`

/** What Word puts on the clipboard. */
const fromWord = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><style><!-- p.MsoNormal {mso-style-unhide:no; margin:0cm;} --></style></head><body lang=EN-GB style='tab-interval:36.0pt'>
<!--StartFragment--><h1>Opening hours<o:p></o:p></h1>
<p class=MsoNormal style='margin-bottom:8.0pt'><span style='font-family:"Calibri",sans-serif;mso-fareast-language:EN-US'>We open at <b style='mso-bidi-font-weight:normal'>ten</b>.<o:p></o:p></span></p><!--EndFragment--></body></html>`

/** One grey dot. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

describe.skipIf(!chromium)('writing', () => {
  const { open } = withEditors()

  it('puts in a callout by keyboard alone, and goes on below it', async () => {
    const { page, ...editor } = await open()
    await page.keyboard.press('Tab')
    await page.evaluate('editor.focus()')

    await choose(page, '/callout')
    await page.locator('[data-kg-card="callout"]').waitFor()
    await page.keyboard.type('Bring a basket')
    await page.keyboard.press('Escape')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type('After it')

    await expect
      .poll(async () => outline(await editor.read()))
      .toEqual(['callout:', 'paragraph: After it'])
    const [callout] = (await editor.read()).root.children
    expect(callout?.calloutText).toContain('Bring a basket')
    expect(editor.complaints).toEqual([])
  })

  it('takes what is typed after a button is put in for its words, and never puts it before the text', async () => {
    const { page, ...editor } = await open()
    await enter(page)
    await page.keyboard.type('First words.')
    await page.keyboard.press('Enter')

    await choose(page, '/button')
    await page.getByTestId('button-input-text').waitFor()
    await page.keyboard.type('Order')
    await page.keyboard.press('Escape')
    await page.locator('[data-kg-card="button"]').click()
    await page.keyboard.press('Escape')
    await page.keyboard.type('Astray')

    await expect
      .poll(async () => (await editor.read()).root.children)
      .toMatchObject([{ type: 'paragraph' }, { type: 'button', buttonText: 'Order' }, {}])
    const words = ['paragraph: First words.', 'button:', 'paragraph:']
    expect(outline(await editor.read())).toEqual(words)
    expect(editor.complaints).toEqual([])
  })

  it.each([
    ['## ', 'extended-heading', { tag: 'h2' }],
    ['### ', 'extended-heading', { tag: 'h3' }],
    ['> ', 'extended-quote', {}],
    ['- ', 'list', { listType: 'bullet' }],
    ['1. ', 'list', { listType: 'number' }],
  ])('takes “%s” for what it means', async (sign, type, more) => {
    const { page, ...editor } = await open()

    await enter(page)
    await page.keyboard.type(`${sign}Bread`)

    await expect
      .poll(async () => (await editor.read()).root.children[0])
      .toMatchObject({ type, ...more })
    expect(outline(await editor.read())[0]).toBe(`${type}: Bread`)
  })

  it.each([
    ['---', 'horizontalrule'],
    ['```js ', 'codeblock'],
  ])('makes a card of “%s”', async (sign, type) => {
    const { page, ...editor } = await open()

    await enter(page)
    await page.keyboard.type(sign)

    await expect.poll(async () => (await editor.read()).root.children[0]?.type).toBe(type)
  })

  it('cleans what is pasted from Google Docs', async () => {
    const { page, ...editor } = await open()

    await enter(page)
    await paste(page, fromGoogleDocs, 'Rye bread')

    await expect
      .poll(async () => outline(await editor.read()))
      .toEqual([
        'extended-heading: Rye bread',
        'paragraph: Knead it well, then see how to rest it',
        'list: flourwater',
      ])
    const text = JSON.stringify(await editor.read())
    expect(text).toContain('"url":"https://example.org/rest"')
    expect(text).toMatch(/"format":1,"mode":"normal","style":"","text":"well"/)
    expect(text).not.toMatch(/Arial|#ff0000|background|docs-internal/)
  })

  it('cleans what is pasted from Word', async () => {
    const { page, ...editor } = await open()

    await enter(page)
    await paste(page, fromWord, 'Opening hours')

    await expect
      .poll(async () => outline(await editor.read()))
      .toEqual(['extended-heading: Opening hours', 'paragraph: We open at ten.'])
    expect(JSON.stringify(await editor.read())).not.toMatch(/mso|Calibri|o:p/i)
  })

  it('sends a picture to the server and shows it', async () => {
    const { page, ...editor } = await open()
    await enter(page)

    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose(page, '/image')])
    await chooser.setFiles({ name: 'loaf.png', mimeType: 'image/png', buffer: png })

    await expect.poll(editor.uploads).toEqual(['image: loaf.png'])
    await page.locator('[data-kg-card="image"] img[src$="/uploaded/loaf.png"]').waitFor()
    const [image] = (await editor.read()).root.children
    expect(image).toMatchObject({ type: 'image', width: 1, height: 1 })
    expect(image?.src).toMatch(/\/uploaded\/loaf\.png$/)
    await expect.poll(async () => (await editor.changes()).length).toBeGreaterThan(0)
    expect(editor.complaints).toEqual([])
  })

  it('says so when a picture does not arrive, and keeps the text', async () => {
    const { page, ...editor } = await open({ uploadFails: 'The picture is larger than 50 MB.' })
    await enter(page)
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose(page, '/image')])

    await chooser.setFiles({ name: 'loaf.png', mimeType: 'image/png', buffer: png })

    await page.getByText('The picture is larger than 50 MB.').waitFor()
    const [image] = (await editor.read()).root.children
    expect(image?.type).toBe('image')
    expect(image).not.toHaveProperty('src')
    expect(await editor.errors()).toEqual([])
  })

  it('links to a post that is searched by words, asking our server alone', async () => {
    const { page, ...editor } = await open()
    await enter(page)

    await page.keyboard.type('See @oven')
    await expect.poll(() => page.evaluate('seen.links.at(-1)')).toBe('oven')
    await page.getByText('The oven', { exact: true }).first().waitFor()
    await page.keyboard.press('Enter')

    await expect
      .poll(async () => JSON.stringify(await editor.read()))
      .toContain('"url":"/the-oven"')
  })

  it('makes a bookmark of an address, fetched by our server', async () => {
    const { page, ...editor } = await open()
    await enter(page)

    await choose(page, '/bookmark')
    await page.keyboard.type('https://example.org/page')
    await page.getByText('https://example.org/page', { exact: true }).waitFor()
    await page.keyboard.press('Enter')

    await expect
      .poll(async () => (await editor.read()).root.children[0])
      .toMatchObject({ type: 'bookmark', url: 'https://example.org/page' })
    await page.getByText('A page elsewhere').waitFor()
    expect(await page.evaluate('seen.embeds')).toEqual([['https://example.org/page', 'bookmark']])
  })
})
