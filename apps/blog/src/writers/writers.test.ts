import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { people } from '@rose-ash/shared/db/models/account'
import { authors } from '@rose-ash/shared/db/models/blog'
import { aPage, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { checkEdits, editorOf } from '../editing/editor.ts'
import { asPerson } from '../testing/as-person.ts'
import { aDesk } from '../testing/desk.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { services, anEditor, aDraft } = aDesk(db)

async function anAuthor() {
  const author = await anEditor('author')
  await aDraft(author)
  const [writer] = await db.select().from(authors).where(eq(authors.personId, author.personId))
  return { author, id: writer?.id ?? '', ...(await asPerson(app, author.personId)) }
}
const writer = async (id: string) => (await db.select().from(authors).where(eq(authors.id, id)))[0]

describe('a writer', () => {
  it('changes their own name, address and words, and nobody else’s', async () => {
    const [mine, theirs] = [await anAuthor(), await anAuthor()]
    const before = await writer(theirs.id)

    await mine.send(`/writers/${mine.id}`, { name: 'Rosa', slug: 'Rosa W', bio: 'Bakes.' })
    const refused = await mine.send(`/writers/${theirs.id}`, { name: 'X', slug: 'x', bio: '' })
    const link = await mine.send(`/writers/${mine.id}/person`, { email: 'x@rose-ash.example' })

    expect(await writer(mine.id)).toMatchObject({ name: 'Rosa', slug: 'rosa-w', bio: 'Bakes.' })
    expect([refused.statusCode, link.statusCode]).toEqual([403, 403])
    expect(await writer(theirs.id)).toEqual(before)
    expect((await mine.look('/writers')).body).not.toContain(theirs.id)
  })

  it('who asks for an address that cannot be gets the form back as it was typed', async () => {
    const [{ id, send }, other] = [await anAuthor(), await anAuthor()]
    const [before, taken] = [await writer(id), (await writer(other.id))?.slug ?? '']

    const answers = [
      await send(`/writers/${id}`, { name: 'Rosa', slug: taken, bio: 'Bakes & sings.' }),
      await send(`/writers/${id}`, { name: 'Rosa', slug: '!', bio: 'Bakes & sings.' }),
    ]

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([409, 400])
    for (const { body } of answers) expect(body).toContain('Bakes &amp; sings.</textarea>')
    expect(answers[0]?.body).toContain(`value="${taken}"`)
    expect(answers[1]?.body).toContain('An address needs letters or figures')
    expect(await writer(id)).toEqual(before)
  })

  it('keeps the address of a page that readers have, and shows a new name there at once', async () => {
    const { id, send, look } = await anAuthor()
    const slug = (await writer(id))?.slug ?? ''
    const post = await aPage(db, { type: 'post', authorId: id })
    await look(`/${post.slug}`)

    await send(`/writers/${id}`, { name: 'Renamed Rosa', slug: 'elsewhere' })

    expect((await writer(id))?.slug).toBe(slug)
    expect((await look(`/${post.slug}`)).body).toContain('Renamed Rosa')
    expect((await look(`/authors/${slug}`)).body).toContain('Renamed Rosa')
  })

  it('who was imported is linked to a person, who then may change what is theirs', async () => {
    const post = await aPage(db, { type: 'post', status: 'draft' })
    const [editor, email] = [await anEditor(), 'imported@rose-ash.example']
    const { send, look } = await asPerson(app, editor.personId)

    await send(`/writers/${post.authorId}/person`, { email })

    const [person] = await db.select().from(people).where(eq(people.email, email))
    expect((await look(`/writers/${post.authorId}`)).body).toContain('also need the role of author')
    const { personId: by } = await anEditor('admin')
    const personId = person?.id ?? ''
    await services.account.giveRole(db, { by, personId, role: 'author' })
    const author = await editorOf(db, services, personId)
    await expect(checkEdits(db, author, post.id)).resolves.toBeUndefined()
    await send(`/writers/${post.authorId}/person/removal`)
    await expect(checkEdits(db, author, post.id)).rejects.toThrow('by somebody else')
  })

  it('is one name for each person, also when two link them at once', async () => {
    const { send } = await asPerson(app, (await anEditor()).personId)
    const [one, two] = [await aPage(db), await aPage(db)]
    const link = (id: string) => send(`/writers/${id}/person`, { email: 'one@rose-ash.example' })

    const answers = await Promise.all([link(one.authorId), link(two.authorId)])

    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([
      303, 409,
    ])
    expect(answers.some(({ body }) => body.includes('already writes as'))).toBe(true)
  })
})
