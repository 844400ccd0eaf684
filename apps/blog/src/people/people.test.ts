import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { people, roles } from '@rose-ash/shared/db/models/account'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { asPerson } from '../testing/as-person.ts'
import { aDesk } from '../testing/desk.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { anEditor } = aDesk(db)
const personWith = async (email: string) => {
  const [found] = await db.select().from(people).where(eq(people.email, email))
  return found
}

describe('the page of people', () => {
  it('gives a role by address that holds at once, also to who never signed in', async () => {
    const admin = await asPerson(app, (await anEditor('admin')).personId)
    const email = 'rosa@rose-ash.example'

    const given = await admin.send('/people', { email, role: 'author' })

    expect([given.statusCode, given.headers.location]).toEqual([303, '/people'])
    expect((await admin.look('/people')).body).toContain(email)
    const rosa = await personWith(email)
    const { look } = await asPerson(app, rosa?.id ?? '')
    expect((await look('/posts')).statusCode).toBe(200)
    await admin.send(`/people/${rosa?.id}/role-removal`, { role: 'author' })
    expect((await look('/posts')).statusCode).toBe(403)
  })

  it('makes nobody of an address that is none, or that an editor sends', async () => {
    const admin = await asPerson(app, (await anEditor('admin')).personId)
    const editor = await asPerson(app, (await anEditor('editor')).personId)

    const none = await admin.send('/people', { email: 'nobody', role: 'editor' })
    const theirs = await editor.send('/people', { email: 'eve@rose-ash.example', role: 'admin' })

    expect([none.statusCode, theirs.statusCode]).toEqual([400, 403])
    expect(none.body).toMatch(
      /id="field-email-error">.*Write a whole address, as rosa@example.org./,
    )
    expect(none.body).not.toContain('email:')
    expect(none.body).toContain('value="nobody"')
    expect(none.body.match(/value="\w+" checked/g)).toEqual(['value="editor" checked'])
    expect(await personWith('nobody')).toBeUndefined()
    expect(await personWith('eve@rose-ash.example')).toBeUndefined()
    expect((await editor.look('/people')).statusCode).toBe(403)
  })

  it('says why the last administrator stays one', async () => {
    await db.delete(roles)
    const { personId } = await anEditor('admin')
    const { send, look } = await asPerson(app, personId)

    const refused = await send(`/people/${personId}/role-removal`, { role: 'admin' })

    expect(refused.statusCode).toBe(409)
    expect(refused.body).toContain('This is the only administrator')
    expect((await look('/people')).statusCode).toBe(200)
  })
})
