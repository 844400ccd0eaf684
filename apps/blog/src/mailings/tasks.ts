import type { FastifyInstance } from 'fastify'
import type { TaskList } from '@rose-ash/shared/jobs'
import { createSendMail } from '@rose-ash/shared/mail'
import { z } from 'zod'
import { queueLetters } from './queue-letters.ts'
import { sendLetter, sendTrial } from './send-letter.ts'
import { editorOf } from '../editing/editor.ts'

const Letter = z.object({ mailingId: z.uuid(), personId: z.uuid() })
const Trial = z.object({ postId: z.uuid(), personId: z.uuid() })

/** Newsletters go out: each minute what waits is looked for, and when somebody asks for one. */
export function mailingTasks(app: FastifyInstance): TaskList {
  const { db, services, appConfig } = app
  const send = createSendMail({ smtpUrl: appConfig.smtpUrl, from: appConfig.mailFrom })
  return {
    async 'send-mailings'() {
      while (await queueLetters(db, appConfig.origins.blog));
    },
    async 'send-letter'(payload) {
      await sendLetter(app, send, Letter.parse(payload))
    },
    async 'send-trial'(payload) {
      const { postId, personId } = Trial.parse(payload)
      await sendTrial(app, send, { postId, editor: await editorOf(db, services, personId) })
    },
  }
}

export const mailingCrontab = '\n* * * * * send-mailings'
