import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { posts } from '@rose-ash/shared/db/models/blog'
import { mailings, newsletters, subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'
import { aPerson, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { publishDue } from '../editing/publish-due.ts'
import { aMailServer } from '../testing/a-mail-server.ts'
import { asPerson } from '../testing/as-person.ts'
import { aDesk } from '../testing/desk.ts'
import { aDocument, aParagraph } from '../testing/documents.ts'
import { sendLetter } from './send-letter.ts'

const { db, url } = await testDatabase()
const mail = await aMailServer()
const config = testConfig('blog', { databaseUrl: url, smtpUrl: mail.url })
const app = await testApp(createBlog, config)
const { services, origins, anEditor, aDraft } = aDesk(db)
const editor = await anEditor()
const desk = await asPerson(app, editor.personId)
const soon = { timeout: 60_000 }

/** A newsletter and who has it. */
async function aNewsletter(name: string, readers: number) {
  const [row] = await db.insert(newsletters).values({ slug: name, name }).returning()
  const id = row?.id ?? ''
  const people = await Promise.all(Array.from({ length: readers }, async () => aPerson(db)))
  for (const { id: personId } of people)
    await db.insert(subscriptions).values({ newsletterId: id, personId })
  return { id, people, addresses: people.map(({ email }) => email).toSorted() }
}

async function aPublished(title: string, words = 'The rye is back.') {
  const draft = await aDraft(editor)
  const lexical = aDocument(aParagraph(words))
  const content = { ...draft.content, title, lexical }
  const { slug } = await draft.save({ content, status: 'published' })
  return { id: draft.id, slug }
}

const lettersOf = (subject: string) => mail.mails.filter((one) => one.subject === subject)
const readersOf = (subject: string) =>
  lettersOf(subject)
    .flatMap(({ to }) => to?.[0]?.address ?? [])
    .toSorted()
const mailingOf = async (postId: string) =>
  (await db.select().from(mailings).where(eq(mailings.postId, postId)))[0]

describe('a post', () => {
  it('goes out once to everybody who has the newsletter, and to nobody else', async () => {
    const { id: newsletter, addresses } = await aNewsletter('weekly', 3)
    await aNewsletter('another', 2)
    const { id, slug } = await aPublished('Rye & salt')

    const asked = await desk.send(`/posts/${id}/mailing`, { newsletter })
    await desk.send(`/posts/${id}/mailing`, { newsletter })
    await expect.poll(() => readersOf('Rye & salt'), soon).toEqual(addresses)

    expect([asked.statusCode, asked.headers.location]).toEqual([303, `/posts/${id}/mailing`])
    const [letter] = lettersOf('Rye & salt')
    expect(letter?.html).toContain('The rye is back.')
    expect(letter?.html).toContain('Rye &amp; salt')
    expect(letter?.html).toContain(`href="${origins.blog}/${slug}"`)
    expect(letter?.text).toContain('The rye is back.')
    expect(letter?.text).toContain('Rye & salt')
    const page = (await desk.look(`/posts/${id}/mailing`)).body
    expect(page).toMatch(/3\s+letters sent since/)
    expect(page).toContain('Send to 2 readers')
    expect(await mailingOf(id)).toMatchObject({ letters: 3, finishedAt: expect.any(Date) })
    expect(lettersOf('Rye & salt')).toHaveLength(3)
  })

  it('that is scheduled waits until it is published, and can be called off until then', async () => {
    const [first, second] = [await aNewsletter('monthly', 2), await aNewsletter('yearly', 1)]
    const { id, content, save } = await aDraft(editor)
    const at = new Date('2099-01-01T12:00:00Z')
    await save({ content: { ...content, title: 'Later' }, status: 'scheduled', publishedAt: at })

    await desk.send(`/posts/${id}/mailing`, { newsletter: first.id })
    await desk.send(`/posts/${id}/mailing`, { newsletter: second.id })
    expect((await desk.look(`/posts/${id}/mailing`)).body).toContain('Waits until it is published')
    await desk.send(`/posts/${id}/mailing/removal`, { newsletter: second.id })
    expect(lettersOf('Later')).toEqual([])

    expect(await publishDue(db, services, at)).toEqual([id])

    await expect.poll(() => readersOf('Later'), soon).toEqual(first.addresses)
    const late = await desk.send(`/posts/${id}/mailing/removal`, { newsletter: first.id })
    expect(late.statusCode).toBe(409)
    expect(await mailingOf(id)).toMatchObject({ letters: 2 })
  })

  it('reaches the others when one box takes nothing', async () => {
    const { id: newsletter, addresses } = await aNewsletter('daily', 3)
    const [full = '', ...others] = addresses
    mail.refused.add(full)
    const { id } = await aPublished('Crumbs')

    await desk.send(`/posts/${id}/mailing`, { newsletter })

    await expect.poll(() => readersOf('Crumbs'), soon).toEqual(others)
  })

  it('tells editors who did not get it once every attempt has failed, and nobody before', async () => {
    const { id: newsletter, people } = await aNewsletter('hourly', 3)
    const [gone] = people
    mail.refused.add(gone?.email ?? '')
    const { id } = await aPublished('Crusts')
    const { id: other } = await aPublished('Crumpets')
    const lettersFailed = async () => {
      const { rows } = await db.execute(sql`
        select attempts from graphile_worker.jobs where last_error is not null
          and locked_at is null and key like ${`letter-%-${gone?.id}`}`)
      return rows
    }

    for (const post of [id, other]) await desk.send(`/posts/${post}/mailing`, { newsletter })
    await expect.poll(lettersFailed, soon).toHaveLength(2)
    const before = (await desk.look(`/posts/${id}/mailing`)).body
    await db.execute(sql`
      update graphile_worker._private_jobs set attempts = max_attempts - 1, run_at = now()
      where key like ${`letter-${(await mailingOf(id))?.id}-%`}`)
    await expect.poll(lettersFailed, soon).toContainEqual({ attempts: 12 })

    const after = (await desk.look(`/posts/${id}/mailing`)).body
    expect(before).not.toContain('could not be delivered')
    expect(after).toMatch(/1\s+letter could not be delivered/)
    expect(after.match(/<li class="wrap-anywhere">([^<]+)</g)).toEqual([
      `<li class="wrap-anywhere">${gone?.name ?? gone?.email}<`,
    ])
    const elsewhere = (await desk.look(`/posts/${other}/mailing`)).body
    expect(elsewhere).not.toContain('could not be delivered')
  })

  it('is not sent to who unsubscribed meanwhile, nor when it was taken from readers', async () => {
    const { id: newsletterId, people } = await aNewsletter('quarterly', 2)
    const { id: postId } = await aPublished('Gone')
    const [row] = await db
      .insert(mailings)
      .values({ postId, newsletterId, subject: 'Gone' })
      .returning()
    const mailingId = row?.id ?? ''
    const sent: string[] = []
    const send = async ({ to }: { to: string }) => void sent.push(to)
    const [leaves, stays] = people.map(({ id }) => id)
    await db.delete(subscriptions).where(eq(subscriptions.personId, leaves ?? ''))

    for (const personId of [leaves ?? '', stays ?? ''])
      await sendLetter(app, send, { mailingId, personId })
    await db.update(posts).set({ status: 'unpublished' }).where(eq(posts.id, postId))
    await sendLetter(app, send, { mailingId, personId: stays ?? '' })

    expect(sent).toEqual([people[1]?.email])
  })

  it('is sent by editors alone, and only when readers see it or will', async () => {
    const { id: newsletter } = await aNewsletter('news', 1)
    const { id: draft } = await aDraft(editor)
    const { id } = await aPublished('Ours')
    const author = await asPerson(app, (await anEditor('author')).personId)

    expect((await author.send(`/posts/${id}/mailing`, { newsletter })).statusCode).toBe(403)
    expect((await author.send(`/posts/${id}/mailing/trial`)).statusCode).toBe(403)
    expect((await desk.send(`/posts/${draft}/mailing`, { newsletter })).statusCode).toBe(400)
    await db.update(newsletters).set({ status: 'archived' }).where(eq(newsletters.id, newsletter))
    expect((await desk.send(`/posts/${id}/mailing`, { newsletter })).statusCode).toBe(404)

    expect(await mailingOf(id)).toBeUndefined()
    expect(await mailingOf(draft)).toBeUndefined()
  })
})

describe('the link in a letter', () => {
  /** What a letter says of how to end the newsletter. */
  async function aLetter(name: string) {
    const { id: newsletterId, people } = await aNewsletter(name, 2)
    const { id } = await aPublished(`About ${name}`)
    await desk.send(`/posts/${id}/mailing`, { newsletter: newsletterId })
    await expect.poll(() => lettersOf(`About ${name}`), soon).toHaveLength(2)
    const letter = lettersOf(`About ${name}`).find(
      ({ to }) => to?.[0]?.address === people[0]?.email,
    )
    const header = (key: string) => letter?.headers.find((one) => one.key === key)?.value
    const leave = /^<(.+)>$/.exec(header('list-unsubscribe') ?? '')?.[1] ?? ''
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(letter?.html).toContain(`href="${leave}"`)
    const readers = async () =>
      (
        await db.select().from(subscriptions).where(eq(subscriptions.newsletterId, newsletterId))
      ).map(({ personId }) => personId)
    return { path: new URL(leave).pathname, stays: people[1]?.id, readers }
  }

  it('asks first, and ends that newsletter for that person without signing in', async () => {
    const { path, stays, readers } = await aLetter('bread')

    const asked = await app.inject({ url: path, headers: { accept: 'text/html' } })
    expect(asked.body).toContain('Unsubscribe from &#8220;bread&#8221;?')
    expect(await readers()).toHaveLength(2)
    const done = await app.inject({ method: 'POST', url: path })

    expect(done.body).toContain('You do not get &#8220;bread&#8221; any more')
    expect(await readers()).toEqual([stays])
    expect((await app.inject({ method: 'POST', url: path })).statusCode).toBe(200)
    expect(await readers()).toEqual([stays])
  })

  it.each([
    ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    ],
  ])('is understood as mail programs send it (%s)', async (type, payload) => {
    const { path, stays, readers } = await aLetter(`letters as ${type.slice(0, 11)}`)

    const headers = { 'content-type': type }
    const { statusCode } = await app.inject({ method: 'POST', url: path, headers, payload })

    expect(statusCode).toBe(200)
    expect(await readers()).toEqual([stays])
  })

  it('does nothing when a character of it was changed', async () => {
    const { path, readers } = await aLetter('soup')
    const at = path.length - 30

    for (const url of [
      path.slice(0, at) + (path[at] === 'A' ? 'B' : 'A') + path.slice(at + 1),
      path.slice(0, -1),
      `${path}A`,
      '/newsletters/subscriptions/A',
    ])
      expect((await app.inject({ method: 'POST', url })).statusCode).toBe(404)
    expect(await readers()).toHaveLength(2)
  })
})
