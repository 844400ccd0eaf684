import type { TaskList } from 'graphile-worker'
import type { Transporter } from 'nodemailer'
import { z } from 'zod'
import type { Db } from '../db/index.ts'
import { addJob } from '../jobs/index.ts'

const Mail = z.object({
  /** Names the mail once and for all; becomes its Message-ID, so a copy can be told apart. */
  key: z.string().regex(/^[\w-]+$/),
  to: z.email(),
  subject: z.string().min(1).max(200),
  html: z.string(),
  text: z.string(),
  /** Small files of text, such as a list. */
  attachments: z
    .array(z.object({ filename: z.string(), contentType: z.string(), content: z.string() }))
    .optional(),
})

export type Mail = z.infer<typeof Mail>

/** Sends a mail when the caller's transaction commits, and tries for most of a day. */
export async function queueMail(db: Db, mail: Mail): Promise<void> {
  await addJob(db, { task: 'send-mail', key: `mail-${mail.key}`, payload: Mail.parse(mail) })
}

export interface MailOptions {
  smtpUrl: string
  /** Who it is from, as a header has it. */
  from: string
}

/** Sends a mail now; `key` names it as it does a queued one. */
export type SendMail = (mail: Mail & { headers?: Record<string, string> }) => Promise<void>

/** Sends by this mail server, from this address. */
export function createSendMail({ smtpUrl, from }: MailOptions): SendMail {
  let transport: Promise<Transporter> | undefined
  const domain = from.match(/@([\w.-]+)/)?.[1] ?? 'localhost'
  return async ({ key, ...mail }) => {
    transport ??= openTransport(smtpUrl)
    await (await transport).sendMail({ ...mail, from, messageId: `<${key}@${domain}>` })
  }
}

/** The job that sends queued mails. */
export function mailTasks(options: MailOptions): TaskList {
  const send = createSendMail(options)
  return {
    async 'send-mail'(payload) {
      await send(Mail.parse(payload))
    },
  }
}

/** Loaded for the first mail: a process that sends none has 5 MB less. */
async function openTransport(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  const timeouts = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 }
  return createTransport({ url, ...timeouts })
}
