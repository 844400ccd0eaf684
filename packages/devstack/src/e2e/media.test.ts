import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createBlog } from '@rose-ash/blog/app'
import { roles } from '@rose-ash/shared/db/models/account'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { aPerson, temporaryFolder, testDatabase } from '@rose-ash/shared/testing'
import { findChromium } from './find-chromium.ts'
import { expectAccessible, newVisit, openBrowser, type Visit } from './open-browser.ts'
import { aPng } from './png.ts'
import { type AppAlone, startAlone } from './start-alone.ts'

const chromium = findChromium()
const { db, url } = await testDatabase()

describe.skipIf(!chromium)('an author in the media library', () => {
  let browser: Browser
  let blog: AppAlone
  let author: Awaited<ReturnType<typeof aPerson>>
  let folder = ''

  beforeAll(async () => {
    folder = temporaryFolder('media-e2e')
    const media = { dir: join(folder, 'kept') }
    blog = await startAlone('blog', createBlog, { databaseUrl: url, media })
    author = await aPerson(db)
    await db.insert(roles).values({ personId: author.id, role: 'author' })
    browser = await openBrowser(chromium ?? '')
    await writeFile(join(folder, 'leeks.png'), aPng(240, 180))
  })

  async function visit(options: Parameters<typeof newVisit>[1] = {}): Promise<Visit> {
    const made = await newVisit(browser, options)
    await blog.signIn(made.context, author)
    return made
  }

  it.each([
    ['with scripts', true],
    ['with scripts switched off', false],
  ])(
    'adds a picture, describes it and deletes it, %s',
    async (_name, javaScriptEnabled) => {
      const { context, page, complaints } = await visit({ javaScriptEnabled })
      const check = javaScriptEnabled ? expectAccessible : async () => undefined
      await page.goto(`${blog.origin}/media`)
      await page.getByText('No pictures yet').waitFor()
      await check(page)

      await page.getByLabel('Add pictures and files').setInputFiles(join(folder, 'leeks.png'))
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Add to the library' }).click()
      await page.getByRole('heading', { level: 1, name: 'leeks.png' }).waitFor()
      await check(page)
      await page.getByLabel('What is to be seen').fill('Three leeks tied with twine')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Saved.').waitFor()
      await page.goto(`${blog.origin}/media?words=twine`)
      await page.getByAltText('Three leeks tied with twine').waitFor()
      await check(page)
      await page.getByRole('link', { name: 'leeks.png' }).click()
      await page.getByRole('link', { name: 'Delete' }).click()
      await page.getByRole('heading', { name: 'Delete this file?' }).waitFor()
      await check(page)
      await page.getByRole('button', { name: 'Delete it' }).click()
      await page.getByText('No pictures yet').waitFor()
      await context.close()

      expect(complaints).toEqual([])
      expect(await db.$count(mediaFiles)).toBe(0)
    },
    120_000,
  )

  it('drops several at once, and is told which one was not taken and why', async () => {
    const { context, page } = await visit()
    await page.goto(`${blog.origin}/media`)

    await drop(page, [
      { name: 'leeks.png', bytes: aPng(60, 40) },
      { name: 'photo.jpg', bytes: Buffer.from('<!doctype html><p>no photo') },
    ])

    const rows = page.getByRole('list', { name: 'Files on their way' }).getByRole('listitem')
    await rows.filter({ hasText: 'photo.jpg' }).getByText('is not what its name says').waitFor()
    await rows
      .filter({ hasText: 'leeks.png' })
      .getByRole('link', { name: 'See it: leeks.png' })
      .waitFor()
    await expectAccessible(page)
    await context.close()
    expect(await db.$count(mediaFiles)).toBe(1)
  })
})

/** Lets go of files over the page, as a hand with a mouse would. */
async function drop(page: Page, files: { name: string; bytes: Buffer }[]): Promise<void> {
  const given = files.map(({ name, bytes }) => ({ name, bytes: [...bytes] }))
  const dataTransfer = await page.evaluateHandle(`(() => {
    const data = new DataTransfer()
    for (const { name, bytes } of ${JSON.stringify(given)})
      data.items.add(new File([Uint8Array.from(bytes)], name))
    return data
  })()`)
  await page.dispatchEvent('body', 'drop', { dataTransfer })
}
