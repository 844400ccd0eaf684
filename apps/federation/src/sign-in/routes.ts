import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { TooManyMails } from './errors.ts'
import {
  cancelInteraction,
  destinationOf,
  finishInteraction,
  readInteraction,
} from './interaction.ts'
import { createMailer } from './mailer.ts'
import { codePage, emailPage, expiredPage } from './pages.ts'
import { newestMail } from './queries.ts'
import { sendSignInMail } from './send-sign-in-mail.ts'
import { signInWithCode } from './sign-in-with-code.ts'
import { spendTicket, ticketCookie, ticketCookieOptions } from './tickets.ts'

const params = z.object({ uid: z.string().max(64) })
const config = { access: 'public', partOfSignIn: true } as const
const schema = { params }

/**
 * `/sign-in/:uid`: the provider sends whoever has to sign in here, `uid` naming the sign-in. Its
 * cookie is tied to this path, so a sign-in goes on only in the browser where it began.
 */
export const signInRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/sign-in/:uid', { config, schema }, async (request, reply) => {
    const interaction = await readInteraction(request, reply)
    if (!interaction) return expiredPage(reply)
    const ticket = request.cookies[ticketCookie]
    if (!ticket) return emailPage(reply, interaction.uid)
    void reply.clearCookie(ticketCookie, ticketCookieOptions)
    const personId = await spendTicket(app.db, ticket)
    return personId
      ? finishInteraction(request, reply, { interaction, personId })
      : emailPage(reply, interaction.uid)
  })

  app.post('/sign-in/:uid/cancellation', { config, schema }, async (request, reply) => {
    const interaction = await readInteraction(request, reply)
    return interaction ? cancelInteraction(request, reply) : expiredPage(reply)
  })
}

/** Asking for the mail. */
export const mailRoutes: FastifyPluginAsyncZod = async (app) => {
  const mailer = createMailer(app)
  const body = z.object({ email: z.string().trim().max(254) })

  app.post('/sign-in/:uid/mails', { config, schema: { params, body } }, async (request, reply) => {
    const interaction = await readInteraction(request, reply)
    if (!interaction) return expiredPage(reply)
    const { uid } = interaction
    const { email } = request.body
    if (!z.email().safeParse(email).success) {
      const error = 'This does not look like an e-mail address. Please check it.'
      return emailPage(reply.code(400), uid, { email, error })
    }
    const asked = { email, ip: request.ip, interactionUid: uid, ...destinationOf(interaction) }
    try {
      await sendSignInMail(app.db, mailer, asked)
    } catch (error) {
      if (!(error instanceof TooManyMails)) throw error
      return emailPage(reply.code(error.status), uid, { email, error: error.message })
    }
    return reply.redirect(`/sign-in/${uid}/code`, 303)
  })
}

/** Typing the code. */
export const codeRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app
  const { secret } = app.appConfig
  const body = z.object({ code: z.string().max(20) })

  app.get('/sign-in/:uid/code', { config, schema }, async (request, reply) => {
    const interaction = await readInteraction(request, reply)
    const mail = interaction && (await newestMail(db, interaction.uid))
    return mail ? codePage(reply, mail.interactionUid, mail) : expiredPage(reply)
  })

  app.post('/sign-in/:uid/code', { config, schema: { params, body } }, async (request, reply) => {
    const interaction = await readInteraction(request, reply)
    const mail = interaction && (await newestMail(db, interaction.uid))
    if (!mail) return expiredPage(reply)
    const code = request.body.code.replaceAll(/\s/g, '')
    const { uid: interactionUid } = interaction
    const outcome = await signInWithCode(db, services.account, { interactionUid, code, secret })
    if (outcome.kind === 'over') return expiredPage(reply, interactionUid)
    if (outcome.kind === 'wrong') {
      const error = 'This is not the code. Please look at the newest mail.'
      return codePage(reply.code(400), interactionUid, { email: mail.email, error })
    }
    const { personId } = outcome
    return finishInteraction(request, reply, { interaction, personId })
  })
}
