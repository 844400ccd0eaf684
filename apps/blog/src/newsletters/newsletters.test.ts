import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { newsletters, subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'
import { aPage, aPerson, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { asPerson } from '../testing/as-person.ts'
import { aDesk } from '../testing/desk.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { anEditor } = aDesk(db)

async function aNewsletter(name: string) {
  const [letter] = await db.insert(newsletters).values({ slug: name, name }).returning()
  return letter?.id ?? ''
}
const aMember = async () => asPerson(app, (await aPerson(db)).id)
const readers = (id: string) => db.$count(subscriptions, eq(subscriptions.newsletterId, id))

describe('a newsletter', () => {
  it('opens a post for who subscribes on the way, and leads back to it', async () => {
    const id = await aNewsletter('weekly')
    const html = '<p>For all.</p><p>The crust.</p>'
    const { slug } = await aPage(db, { type: 'post', html, visibility: 'newsletter' })
    const { look, send } = await aMember()

    const walled = (await look(`/${slug}`)).body
    const offer = (await look(`/newsletters?return_to=%2F${slug}`)).body
    const { headers } = await send(`/newsletters/${id}/subscription`, { return_to: `/${slug}` })

    expect(walled).toContain(`href="/newsletters?return_to=%2F${slug}">Subscribe and read on`)
    expect(walled).not.toContain('The crust')
    expect(offer).toContain(`name="return_to" value="/${slug}"`)
    expect(headers.location).toBe(`/${slug}`)
    expect((await look(`/${slug}`)).body).toContain('The crust')
  })

  it('is subscribed to once, left with one button, and had again by undoing that', async () => {
    const id = await aNewsletter('monthly')
    const { look, send } = await aMember()
    await send(`/newsletters/${id}/subscription`)
    await send(`/newsletters/${id}/subscription`)
    expect(await readers(id)).toBe(1)

    const left = await send(`/newsletters/${id}/subscription/removal`)

    expect(await readers(id)).toBe(0)
    const shown = await look(left.headers.location ?? '')
    expect(shown.body).toContain('You do not get &#8220;monthly&#8221; any more')
    await send(`/newsletters/${id}/subscription`)
    expect(await readers(id)).toBe(1)
  })

  it('never leads away from here', async () => {
    const id = await aNewsletter('daily')
    const { send } = await aMember()

    for (const away of ['//evil.example', 'https://evil.example', String.raw`/\evil.example`]) {
      const { headers } = await send(`/newsletters/${id}/subscription`, { return_to: away })
      expect(headers.location).toBe('/newsletters')
    }
  })

  it('is added, renamed and archived by editors alone; an archived one cannot be had', async () => {
    const [editor, member] = [await asPerson(app, (await anEditor()).personId), await aMember()]
    expect((await member.send('/newsletters', { name: 'Mine' })).statusCode).toBe(403)

    await editor.send('/newsletters', { name: 'Recipes' })
    const twice = await editor.send('/newsletters', {
      name: 'Recipes',
      description: 'Soups, mostly',
    })
    const [made] = await db.select().from(newsletters).where(eq(newsletters.slug, 'recipes'))
    const id = made?.id ?? ''
    await editor.send(`/newsletters/${id}`, { name: 'Soups', description: 'On Fridays.' })
    expect((await member.look('/newsletters')).body).toContain('Soups')
    await editor.send(`/newsletters/${id}/status`, { status: 'archived' })

    expect(twice.statusCode).toBe(409)
    expect(twice.body).toContain('There is a newsletter with this name already.')
    expect(twice.body).toContain('name="name" type="text" value="Recipes"')
    expect(twice.body).toContain('value="Soups, mostly"')
    expect((await member.look('/newsletters')).body).not.toContain('Soups')
    expect((await member.send(`/newsletters/${id}/subscription`)).statusCode).toBe(404)
    expect((await editor.look('/newsletters')).body).toContain('Offer it again')
  })
})
