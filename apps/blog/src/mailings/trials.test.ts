import { describe, expect, it } from 'vitest'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { aMailServer } from '../testing/a-mail-server.ts'
import { asPerson } from '../testing/as-person.ts'
import { aDesk } from '../testing/desk.ts'

const { db, url } = await testDatabase()
const mail = await aMailServer()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url, smtpUrl: mail.url }))
const { services, anEditor, aDraft } = aDesk(db)
const editor = await anEditor()
const desk = await asPerson(app, editor.personId)
const soon = { timeout: 60_000 }

const trials = () => mail.mails.filter((one) => one.subject === 'Trial: Rye & salt')
const readers = () => trials().flatMap(({ to }) => to?.[0]?.address ?? [])

describe('the trial of a letter', () => {
  it('goes to the editor who asked for it, and to nobody else', async () => {
    const { id } = await aDraft(editor)
    const { email } = await services.account.person(db, editor.personId)

    const { headers } = await desk.send(`/posts/${id}/mailing/trial`)

    await expect.poll(readers, soon).toEqual([email])
    expect((await desk.look(headers.location ?? '')).body).toContain(`It goes to ${email}`)
    expect(trials()[0]?.html).toContain('for you alone')
  })

  it('says what stops it, until it has left', async () => {
    const own = await anEditor()
    const { id } = await aDraft(own)
    const { email } = await services.account.person(db, own.personId)
    mail.refused.add(email)
    const its = await asPerson(app, own.personId)
    const page = async () => (await its.look(`/posts/${id}/mailing?trial=sent`)).body

    await its.send(`/posts/${id}/mailing/trial`)
    await expect.poll(page, soon).toContain('mailbox full')
    expect(await page()).not.toContain('is on its way')
    expect((await desk.look(`/posts/${id}/mailing`)).body).not.toContain('mailbox full')

    mail.refused.delete(email)
    await its.send(`/posts/${id}/mailing/trial`)
    await expect.poll(readers, soon).toContain(email)
    expect(await page()).not.toContain('mailbox full')
  })
})
