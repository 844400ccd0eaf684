import type { FastifyInstance } from 'fastify'
import type { Mailer } from './send-sign-in-mail.ts'

/** Writes sign-in mails with this app's templates. */
export function createMailer({ appConfig, views }: FastifyInstance): Mailer {
  const { secret, origins, cooperative } = appConfig
  return {
    secret,
    linkTo: (token) => `${origins.federation}/sign-in/links/${token}`,
    write: (content) => ({
      subject: `Sign in to ${cooperative.name}`,
      html: views.render('mail/sign-in.html.njk', content),
      text: views.render('mail/sign-in.txt.njk', content),
    }),
  }
}
