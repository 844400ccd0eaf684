import type { FastifyReply } from 'fastify'
import { signInPaths } from '@rose-ash/shared/oauth'

/** Beside what the person typed: what was wrong with it. */
interface Problem {
  email?: string
  error?: string
}

const page = { title: 'Sign in' }

export function emailPage(reply: FastifyReply, uid: string, problem: Problem = {}) {
  const own = { action: `/sign-in/${uid}/mails`, cancel: `/sign-in/${uid}/cancellation` }
  return reply.page('sign-in/email.njk', { load: () => ({ page, ...own, ...problem }) })
}

export function codePage(reply: FastifyReply, uid: string, { email, error }: Problem) {
  const own = { action: `/sign-in/${uid}/code`, startAgain: `/sign-in/${uid}` }
  return reply.page('sign-in/check-mail.njk', { load: () => ({ page, ...own, email, error }) })
}

/**
 * For links and codes that no longer work, or never did: which, is nobody's business. It leads back
 * into the sign-in under way, when there is one.
 */
export function expiredPage(reply: FastifyReply, uid?: string) {
  const { account } = reply.server.appConfig.origins
  const startAgain = uid ? `/sign-in/${uid}` : account + signInPaths.login
  return reply
    .code(410)
    .page('sign-in/expired.njk', { load: () => ({ page: { title: 'Start again' }, startAgain }) })
}
