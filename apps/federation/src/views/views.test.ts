import { fileURLToPath } from 'node:url'
import { missing, sampleRender } from '@rose-ash/shared/views/testing'
import { describe, expect, it } from 'vitest'

const render = sampleRender(fileURLToPath(new URL('.', import.meta.url)))
const email = 'ada@example.org'
const action = '/sign-in/1'
const cancel = '/sign-in/1/cancellation'

describe('the templates of federation', () => {
  it('tell what the cooperative did', () => {
    const at = new Date('2026-11-19T07:30:00Z')
    const activities = [{ text: 'Rosa published a story.', at, href: 'https://b.example/1' }]

    const html = render('home.njk', { activities, olderHref: '/?before=1' })

    expect(html).not.toMatch(missing)
    expect(html).toContain(
      '<a class="hover:text-rose" href="https://b.example/1">Rosa published a story.</a>',
    )
    expect(html).toContain('Thursday 19 November, 07:30')
    expect(html).toContain('href="/?before=1"')
  })

  it('ask for the address, and again when something is wrong with it', () => {
    const first = render('sign-in/email.njk', { action, cancel })
    const again = render('sign-in/email.njk', { action, cancel, email, error: 'Please check it.' })

    expect(first + again).not.toMatch(missing)
    expect(first).toContain('<form class="grid gap-6" method="post" action="/sign-in/1">')
    expect(first).toContain('<form method="post" action="/sign-in/1/cancellation">')
    expect(first).not.toContain('aria-invalid')
    expect(again).toContain('value="ada@example.org"')
    expect(again).toContain('aria-invalid="true"')
    expect(again).toContain('Please check it.')
  })

  it('ask for the code of the mail', () => {
    const html = render('sign-in/check-mail.njk', { action, email, startAgain: '/again' })

    expect(html).not.toMatch(missing)
    expect(html).toContain('autocomplete="one-time-code"')
    expect(html).toContain('href="/again"')
  })

  it('sign in with a button, never by opening a page', () => {
    const html = render('sign-in/confirm.njk', { action, email })

    expect(html).not.toMatch(missing)
    expect(html).toContain('<form method="post" action="/sign-in/1">')
    expect(html).toContain('Sign in as ada@example.org')
  })

  it('say what to do about a link that has expired', () => {
    const html = render('sign-in/expired.njk', { startAgain: '/again' })

    expect(html).toContain('<a class="button button-large" href="/again">Start again</a>')
  })

  it('ask before signing out, and say when it is done', () => {
    const question = render('logout.njk', { action: '/session/end' })
    const answer = render('signed-out.njk', {})

    expect(question + answer).not.toMatch(missing)
    expect(question).toContain('method="post" action="/session/end"')
    expect(answer).toContain('You are signed out')
  })

  it('mail the link and the code as HTML and as text', () => {
    const mail = { link: 'https://federation.example/link/1?a=1&b=2', code: '482915' }

    const html = render('mail/sign-in.html.njk', mail)
    const text = render('mail/sign-in.txt.njk', mail)

    expect(html + text).not.toMatch(missing)
    expect(html).toContain('href="https://federation.example/link/1?a=1&amp;b=2"')
    expect(html).toContain('482915')
    expect(text).toContain('\nhttps://federation.example/link/1?a=1&b=2\n')
    expect(text).toContain('where you started: 482915\n')
  })
})
