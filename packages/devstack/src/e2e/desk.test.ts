import { asc, eq, isNull } from 'drizzle-orm'
import type { Browser, Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createBlog } from '@rose-ash/blog/app'
import { roles } from '@rose-ash/shared/db/models/account'
import { navItems } from '@rose-ash/shared/db/models/blog'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { snippets } from '@rose-ash/shared/db/models/blog-writing'
import { aPerson, temporaryFolder, testDatabase } from '@rose-ash/shared/testing'
import { aBell } from './bell.ts'
import { findChromium } from './find-chromium.ts'
import { newVisit, openBrowser, type Visit } from './open-browser.ts'
import { type AppAlone, startAlone } from './start-alone.ts'

const chromium = findChromium()

describe.skipIf(!chromium)('an editor at the desk of the blog alone', async () => {
  const { db, url: databaseUrl } = await testDatabase()
  const editor = await aPerson(db)
  let browser: Browser
  let blog: AppAlone

  beforeAll(async () => {
    await db.insert(roles).values({ personId: editor.id, role: 'admin' })
    const media = { dir: temporaryFolder('desk-e2e') }
    blog = await startAlone('blog', createBlog, { databaseUrl, media })
    browser = await openBrowser(chromium ?? '')
  })

  async function visit(path: string): Promise<Visit> {
    const made = await newVisit(browser)
    await blog.signIn(made.context, editor)
    await made.page.goto(blog.origin + path)
    return made
  }

  describe('with the menu', () => {
    /** Items of these names, and nothing else; answers the id of the first. */
    async function aMenu(...labels: [string, ...string[]]): Promise<string> {
      await db.delete(navItems)
      const items = labels.map((label, position) => ({
        label,
        position,
        kind: 'path' as const,
        app: 'blog' as const,
        path: `/${label.toLowerCase()}`,
      }))
      const [first] = await db.insert(navItems).values(items).returning()
      return first?.id ?? ''
    }

    const kept = async (parentId: string | null = null) => {
      const here = parentId === null ? isNull(navItems.parentId) : eq(navItems.parentId, parentId)
      const rows = await db.select().from(navItems).where(here).orderBy(asc(navItems.position))
      return rows.map(({ label }) => label)
    }

    const item = (page: Page, label: string) =>
      page.locator('.nav-item', { has: page.locator('summary', { hasText: label }) })

    /** Lets go of it over another one, at a part of its width and height. */
    async function drag(moved: Locator, over: Locator, [x, y]: [number, number]): Promise<void> {
      const { width, height } = (await over.boundingBox()) ?? { width: 0, height: 0 }
      const answered = over.page().waitForResponse((one) => one.request().method() === 'POST')
      await moved.dragTo(over, {
        sourcePosition: { x: 12, y: 12 },
        targetPosition: { x: width * x, y: height * y },
      })
      await answered
    }

    it.each([
      ['up, before another one', 'Market', 'Stories', [0.2, 0.3], 'Market,Stories,Events,About'],
      ['down, before another one', 'Stories', 'Events', [0.2, 0.3], 'Market,Stories,Events,About'],
      ['to the end', 'Stories', 'About', [0.2, 0.8], 'Market,Events,About,Stories'],
    ] as const)('drags an item %s', async (_name, moved, over, [x, y], order) => {
      await aMenu('Stories', 'Market', 'Events', 'About')
      const { page, context, complaints } = await visit('/navigation')

      await drag(item(page, moved), item(page, over), [x, y])

      await expect
        .poll(() => page.locator('.nav-tree summary').allTextContents())
        .toEqual(order.split(','))
      expect(await kept()).toEqual(order.split(','))
      expect(complaints).toEqual([])
      await context.close()
    })

    it('drags an item below another one, and out again', async () => {
      const stories = await aMenu('Stories', 'Market', 'Events')
      const { page, context, complaints } = await visit('/navigation')

      await drag(item(page, 'Events'), item(page, 'Stories'), [0.7, 0.5])
      await page.locator('.nav-tree ol').getByText('Events', { exact: true }).waitFor()
      expect(await kept()).toEqual(['Stories', 'Market'])
      expect(await kept(stories)).toEqual(['Events'])
      await drag(item(page, 'Events'), item(page, 'Market'), [0.2, 0.3])
      await page.locator('.nav-tree ol').waitFor({ state: 'detached' })

      expect(await kept()).toEqual(['Stories', 'Events', 'Market'])
      expect(await kept(stories)).toEqual([])
      expect(complaints).toEqual([])
      await context.close()
    })

    it('does the same by keyboard', async () => {
      const stories = await aMenu('Stories', 'Market', 'Events')
      const { page, context, complaints } = await visit('/navigation')
      const press = async (name: string) => {
        const answered = page.waitForResponse((one) => one.request().method() === 'POST')
        await page.getByRole('button', { name }).focus()
        await page.keyboard.press('Enter')
        await answered
        await page.waitForLoadState()
      }

      await press('Up: “Events”')
      expect(await kept()).toEqual(['Stories', 'Events', 'Market'])
      await press('In: “Events”')
      expect(await kept(stories)).toEqual(['Events'])
      await press('Out: “Events”')
      await press('Down: “Events”')

      expect(await kept()).toEqual(['Stories', 'Market', 'Events'])
      expect(complaints).toEqual([])
      await context.close()
    })
  })

  describe('with cards', () => {
    /** A new post with the caret in its text. */
    async function aDraft(): Promise<Visit> {
      const made = await visit('/posts')
      await made.page.getByRole('button', { name: 'New post' }).click()
      await made.page.locator('.kg-prose').first().click()
      return made
    }

    /** Writes a word into an empty paragraph and takes what the menu then offers first. */
    async function choose(page: Page, word: string): Promise<void> {
      await page.keyboard.type(word)
      await page.locator('[data-kg-slash-menu] [data-kg-cardmenu-selected="true"]').waitFor()
      // The editor's menu is narrowed after the key, not with it.
      await page.waitForTimeout(200)
      await page.keyboard.press('Enter')
    }

    async function publish(page: Page, title: string): Promise<void> {
      await page.getByLabel('Title', { exact: true }).fill(title)
      await page.getByRole('button', { name: 'Publish' }).click()
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
    }

    it('uploads a sound and another file, and readers hear the one and get the other', async () => {
      const { page, context, complaints } = await aDraft()
      const bell = aBell()
      const pdf = Buffer.from('%PDF-1.7\nWhat the oven costs\n%%EOF\n')

      const [sound] = await Promise.all([page.waitForEvent('filechooser'), choose(page, '/audio')])
      await sound.setFiles({ name: 'bell.wav', mimeType: 'audio/wav', buffer: bell })
      await page.locator('[data-kg-card="audio"]').getByText('0:01').waitFor()
      await page.keyboard.press('Escape')
      await page.keyboard.press('ArrowDown')
      const [file] = await Promise.all([page.waitForEvent('filechooser'), choose(page, '/file')])
      await file.setFiles({ name: 'prices.pdf', mimeType: 'application/pdf', buffer: pdf })
      await page.locator('[data-kg-card="file"]').getByText('prices.pdf').waitFor()
      await publish(page, 'The bell of the oven')

      const length = await page.evaluate<number>(`new Promise((resolve, reject) => {
        const sound = document.querySelector('main audio')
        sound.onerror = () => reject(new Error('it cannot be played'))
        sound.ondurationchange = () => resolve(sound.duration)
        sound.load()
      })`)
      expect(length).toBe(1)
      const link = page.locator('main a', { hasText: 'prices.pdf' })
      const address = (await link.getAttribute('href')) ?? ''
      const { host, pathname: url } = new URL(address)
      const got = await blog.app.inject({ url, headers: { host } })
      expect(got.headers['content-type']).toBe('application/pdf')
      expect(got.body).toBe(pdf.toString())
      const names = await db.select({ name: mediaFiles.name }).from(mediaFiles)
      expect(names.map(({ name }) => name).toSorted()).toEqual(['bell.wav', 'prices.pdf'])
      expect(complaints).toEqual([])
      await context.close()
    })

    it('keeps words as a snippet, and puts them into another post', async () => {
      const first = await aDraft()
      await first.page.keyboard.type('Bring a basket and a jar.')
      await first.page.keyboard.press('Control+A')
      await first.page.locator('[data-kg-toolbar-button="snippet"]').click()
      await first.page.getByTestId('snippet-name').fill('What to bring')
      await first.page.keyboard.press('Enter')
      await expect.poll(() => db.$count(snippets)).toBe(1)
      await first.context.close()

      const { page, context, complaints } = await aDraft()
      await page.keyboard.type('We meet at ten.')
      await page.keyboard.press('Enter')
      await choose(page, '/what to')
      await page.getByText('Bring a basket and a jar.').waitFor()
      await publish(page, 'An outing')

      expect(await page.locator('main').getByText('We meet at ten.').count()).toBe(1)
      expect(await page.locator('main').getByText('Bring a basket and a jar.').count()).toBe(1)
      expect([...first.complaints, ...complaints]).toEqual([])
      await context.close()
    })
  })
})
