import type { CaughtMail } from './caught-mail.ts'

const style = `
  :root { color-scheme: light dark }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }
  a { color: light-dark(#9c2a43, #f29aa8) }
  li { margin: .75rem 0 }
  small { color: light-dark(#6b6157, #a89d91); display: block }
  pre { white-space: pre-wrap }
  iframe { width: 100%; height: 60vh; border: 1px solid #9a8e82; border-radius: 8px; background: #fff }`

/** Every mail that was caught, newest first. */
export function inboxPage(messages: CaughtMail[]): string {
  const rows = messages.map(
    ({ id, subject, to, date }) =>
      `<li><a href="/messages/${id}">${escape(subject)}</a>
        <small>to ${escape(to.join(', '))}, ${escape(date)}</small></li>`,
  )
  const list = rows.length > 0 ? `<ul>${rows.join('')}</ul>` : '<p>No mail yet.</p>'
  return page('Mail catcher', `<h1>Mail catcher</h1>${list}`)
}

/** One mail: its links first, so that they can be clicked, then its text and its HTML. */
export function messagePage(mail: CaughtMail): string {
  const links = [...mail.text.matchAll(/https?:\/\/\S+/g)].map(
    ([url]) => `<li><a href="${escape(url)}">${escape(url)}</a></li>`,
  )
  return page(
    mail.subject,
    `<p><a href="/">All mail</a></p><h1>${escape(mail.subject)}</h1>
    <p>From ${escape(mail.from)} to ${escape(mail.to.join(', '))}</p>
    <ul>${links.join('')}</ul><h2>Text</h2><pre>${escape(mail.text)}</pre>
    <h2>HTML</h2><iframe title="The mail as HTML" sandbox src="/messages/${mail.id}/html"></iframe>`,
  )
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8">
    <meta name="viewport" content="width=device-width"><title>${escape(title)}</title>
    <style>${style}</style><main>${body}</main></html>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (char) => entities[char] ?? '')
