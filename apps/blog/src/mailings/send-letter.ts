import { and, eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { posts } from '@rose-ash/shared/db/models/blog'
import { mailings, newsletters, subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'
import type { SendMail } from '@rose-ash/shared/mail'
import { savedPost } from '../editing/content.ts'
import type { Editor } from '../editing/editor.ts'
import { letterHtml } from './letter-html.ts'
import { unsubscribeToken } from './unsubscribe-token.ts'

interface Letter {
  key: string
  to: string
  subject: string
  html: string
  plaintext: string
  href: string
  /** What it goes out with; none for a trial. */
  newsletter?: { id: string; name: string; personId: string }
}

/**
 * Sends one reader's letter of a mailing. Who has unsubscribed since it was asked for gets none, and
 * neither does anybody of a post that was taken from readers.
 */
export async function sendLetter(
  app: FastifyInstance,
  send: SendMail,
  { mailingId, personId }: { mailingId: string; personId: string },
): Promise<void> {
  const { db, services, appConfig } = app
  const [found] = await db
    .select({
      subject: mailings.subject,
      html: mailings.html,
      plaintext: mailings.plaintext,
      slug: posts.slug,
      newsletter: { id: newsletters.id, name: newsletters.name },
    })
    .from(mailings)
    .innerJoin(posts, and(eq(posts.id, mailings.postId), eq(posts.status, 'published')))
    .innerJoin(newsletters, eq(newsletters.id, mailings.newsletterId))
    .innerJoin(
      subscriptions,
      and(eq(subscriptions.newsletterId, newsletters.id), eq(subscriptions.personId, personId)),
    )
    .where(eq(mailings.id, mailingId))
  if (!found) return
  const { email: to } = await services.account.person(db, personId)
  const { slug, newsletter, ...text } = found
  const key = `letter-${mailingId}-${personId}`
  const href = `${appConfig.origins.blog}/${slug}`
  await send(written(app, { key, to, href, ...text, newsletter: { ...newsletter, personId } }))
}

/** Sends an editor the letter as it would go out now. */
export async function sendTrial(
  app: FastifyInstance,
  send: SendMail,
  { editor, postId }: { editor: Editor; postId: string },
): Promise<void> {
  const { db, services, appConfig } = app
  const { content, html, plaintext } = await savedPost(db, postId)
  const { email: to } = await services.account.person(db, editor.personId)
  const origin = appConfig.origins.blog
  const href = `${origin}/${content.slug}`
  await send(
    written(app, {
      key: `trial-${postId}-${Date.now()}`,
      to,
      subject: `Trial: ${content.title || 'Untitled'}`.slice(0, 200),
      html: letterHtml(html, { origin, href }),
      plaintext,
      href,
    }),
  )
}

/** With the headers by which mail programs offer to unsubscribe in one step (RFC 2369, RFC 8058). */
function written({ views, appConfig }: FastifyInstance, letter: Letter): Parameters<SendMail>[0] {
  const { key, to, subject, newsletter } = letter
  const leave =
    newsletter &&
    `${appConfig.origins.blog}/newsletters/subscriptions/${unsubscribeToken(appConfig.secret, {
      newsletterId: newsletter.id,
      personId: newsletter.personId,
    })}`
  const data = { ...letter, leave }
  return {
    key,
    to,
    subject,
    html: views.render('mail/letter.html.njk', data),
    text: views.render('mail/letter.txt.njk', data),
    ...(leave && {
      headers: {
        'List-Unsubscribe': `<${leave}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    }),
  }
}
