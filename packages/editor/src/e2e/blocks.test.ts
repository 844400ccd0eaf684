import { describe, expect, it } from 'vitest'
import { emptyDocument } from '@rose-ash/shared/contracts/lexical'
import { choose, enter, outline } from '../testing/gestures.ts'
import { chromium, withEditors } from '../testing/with-editor.ts'

const loaf = {
  id: '4a4b0b9e-53a5-4a0f-8b39-2b1d4ce2d0aa',
  title: 'Sourdough, large',
  detail: '£4.20',
}
const honey = { id: '91f2f0f4-8f7c-4e5b-9f4e-0f3c9ac40c11', title: 'Honey', detail: '£6' }
const loafHtml = `<div data-rose-ash="product" data-id="${loaf.id}"><p>Sourdough, large · £4.20</p></div>`

describe.skipIf(!chromium)("the cooperative's own blocks", () => {
  const { open } = withEditors()

  it('puts in a product by keyboard alone, as an HTML card', async () => {
    const { page, ...editor } = await open({ live: [honey, loaf] })
    await enter(page)

    await choose(page, '/product')
    await page.getByRole('dialog', { name: 'Which product?' }).waitFor()
    await page.keyboard.type('Sour')
    await expect.poll(() => page.getByRole('dialog').getByRole('listitem').count()).toBe(1)
    await page.keyboard.press('Enter')

    await expect
      .poll(async () => (await editor.read()).root.children[0])
      .toMatchObject({ type: 'html', html: loafHtml })
    await page.getByText('Sourdough, large · £4.20').waitFor()
    await expect
      .poll(async () => (await editor.changes()).at(-1)?.root.children[0])
      .toMatchObject({ html: loafHtml })
    expect(editor.complaints).toEqual([])
  })

  it('changes nothing when the dialog is left with Escape', async () => {
    const { page, ...editor } = await open({ live: [loaf] })
    await enter(page)
    await page.keyboard.type('Before')

    await page.getByRole('button', { name: 'Product on sale' }).click()
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')

    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    expect(outline(await editor.read())).toEqual(['paragraph: Before'])
  })

  it('says so when nothing has that name', async () => {
    const { page } = await open({ live: [loaf] })

    await page.getByRole('button', { name: 'Event' }).click()
    await page.keyboard.type('Chess')

    await expect
      .poll(() => page.getByRole('status').textContent())
      .toBe('Nothing by that name. Try another word.')
  })

  it('shows another product in place of the first, never its HTML', async () => {
    const { page, ...editor } = await open({ live: [honey, loaf], mayWriteHtml: true })
    await enter(page)
    await choose(page, '/product')
    await page.getByRole('dialog').getByRole('button', { name: 'Honey' }).click()
    const card = page.locator('[data-kg-card="html"]')
    await card.waitFor()

    await card.getByTestId('edit-html').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Sourdough' }).click()

    await expect
      .poll(async () => (await editor.read()).root.children.map(({ html }) => html))
      .toEqual([loafHtml, undefined])
  })

  it('writes a table and changes it', async () => {
    const { page, ...editor } = await open()
    await enter(page)

    await choose(page, '/table')
    await page.getByLabel('Row 1, column 1').fill('Loaf')
    await page.getByLabel('Row 2, column 1').fill('Rye & <seeds>')
    await page.getByRole('button', { name: 'Remove last row' }).click()
    await page.getByRole('button', { name: 'Remove last column' }).click()
    await page.getByRole('button', { name: 'Save table' }).click()

    const table = (cell: string) =>
      '<table data-rose-ash="table"><thead><tr><th scope="col">Loaf</th><th scope="col"></th></tr>' +
      `</thead><tbody><tr><td>${cell}</td><td></td></tr></tbody></table>`
    await expect
      .poll(async () => (await editor.read()).root.children[0]?.html)
      .toBe(table('Rye &amp; &lt;seeds&gt;'))

    await page.locator('[data-kg-card="html"]').getByTestId('edit-html').click()
    await page.getByLabel('Row 2, column 1').fill('Rye')
    await page.getByRole('button', { name: 'Save table' }).click()

    await expect.poll(async () => (await editor.read()).root.children[0]?.html).toBe(table('Rye'))
  })

  it('numbers footnotes in the order of the text', async () => {
    const { page, ...editor } = await open()
    const note = async (text: string) => {
      await page.keyboard.press('Control+Alt+KeyF')
      await page.getByLabel('What the note says').fill(text)
      await page.getByRole('button', { name: 'Add footnote' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await enter(page)

    await page.keyboard.type('Rye is old.')
    await note('Older than wheat here')
    await page.keyboard.press('Home')
    await page.keyboard.type('Bread.')
    await note('Every kind')
    await page.keyboard.type(' ')

    await expect
      .poll(async () => outline(await editor.read())[0])
      .toBe('paragraph: Bread.1 Rye is old.2')
    const { children } = (await editor.read()).root
    expect(children.at(-1)?.html).toMatch(
      /^<section data-rose-ash="footnotes"><ol><li id="footnote-\w+">Every kind<\/li><li id="footnote-\w+">Older than wheat here<\/li><\/ol><\/section>$/,
    )
  })

  it('takes the number out of the text with its note', async () => {
    const { page, ...editor } = await open()
    await enter(page)
    await page.keyboard.type('Rye is old.')
    await page.getByRole('button', { name: 'Footnote' }).click()
    await page.getByLabel('What the note says').fill('Is it?')
    await page.getByRole('button', { name: 'Add footnote' }).click()
    const card = page.locator('[data-kg-card="html"]')
    await card.click()

    await card.getByTestId('edit-html').click()
    await page.getByLabel('Footnote 1').fill('')
    await page.getByRole('button', { name: 'Save footnotes' }).click()

    await expect.poll(async () => outline(await editor.read())).toEqual(['paragraph: Rye is old.'])
  })

  it('offers raw HTML to those who may write it, and to nobody else', async () => {
    const offered = async (mayWriteHtml: boolean) => {
      const { page } = await open({ mayWriteHtml })
      await enter(page)
      await page.keyboard.type('/')
      await page.locator('[data-kg-card-menu-item="Image"]').waitFor()
      const items = await page.locator('[data-kg-card-menu-item]').all()
      return Promise.all(items.map((item) => item.getAttribute('data-kg-card-menu-item')))
    }

    const editors = await offered(false)
    const admins = await offered(true)

    const both = ['Product on sale', 'Event', 'Market', 'Calendar', 'Table']
    expect(editors).toEqual(expect.arrayContaining(both))
    expect(admins.filter((item) => !editors.includes(item))).toEqual(['HTML'])
    expect(editors.filter((item) => !admins.includes(item))).toEqual([])
    expect(editors).not.toEqual(expect.arrayContaining(['Email content']))
  })

  it('does not open the HTML that an admin wrote to somebody else', async () => {
    const html = '<marquee>Fresh</marquee>'
    const document = {
      root: { ...emptyDocument.root, children: [{ type: 'html', version: 1, html }] },
    }
    const { page, ...editor } = await open({ document })
    const card = page.locator('[data-kg-card="html"]')

    await card.click()
    await card.getByTestId('edit-html').click()
    await page.waitForTimeout(500)

    expect(await page.locator('.cm-editor').count()).toBe(0)
    expect((await editor.read()).root.children[0]).toMatchObject({ html })
  })

  it('works on a phone, by touch', async () => {
    const viewport = { width: 390, height: 844 }
    const { page, ...editor } = await open({ live: [loaf], viewport })
    await enter(page)
    await page.keyboard.type('Fresh today:')
    await page.keyboard.press('Enter')

    await page.getByRole('button', { name: 'Product on sale' }).click()
    await page.getByRole('button', { name: 'Sourdough, large' }).click()

    await expect
      .poll(async () => outline(await editor.read()))
      .toEqual(['paragraph: Fresh today:', 'html:', 'paragraph:'])
    const overflow = 'document.documentElement.scrollWidth - innerWidth'
    expect(await page.evaluate(overflow)).toBe(0)
  })
})
