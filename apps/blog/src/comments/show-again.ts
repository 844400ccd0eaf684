import type { FastifyInstance, FastifyReply } from 'fastify'
import { Refusal } from '@rose-ash/shared/errors'
import type { TalkedOf } from './queries.ts'
import { SignInToWrite } from './errors.ts'

/** A form of somebody's words. */
interface SentForm {
  post: TalkedOf
  /** Where it is sent. */
  action: string
  text: string
  inReplyTo?: string | undefined
}

/** Takes what was written, or shows the form again with the words in it and why they were refused. */
export async function orShowAgain(
  { appConfig }: FastifyInstance,
  reply: FastifyReply,
  form: SentForm,
  take: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await take()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { slug, title } = form.post
    void reply.code(error.status)
    return reply.page('comments/again.njk', {
      load: () => ({
        page: { title: 'Not said yet', unlisted: true, app: appConfig.app },
        ...form,
        title,
        conversationUrl: `/${slug}/comments`,
        refused: error.message,
        signInHref: error instanceof SignInToWrite ? signInHref(slug) : undefined,
      }),
    })
  }
}

const signInHref = (slug: string): string =>
  `/auth/login?return_to=${encodeURIComponent(`/${slug}/comments`)}`
