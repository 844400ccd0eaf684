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

/** Sends a mail when the caller's transaction commits, and tries for three days. */
export async function queueMail(db: Db, mail: Mail): Promise<void> {
  await addJob(db, { task: 'send-mail', key: `mail-${mail.key}`, payload: Mail.parse(mail) })
}

/** The job that sends queued mails. */
export function mailTasks({ smtpUrl, from }: { smtpUrl: string; from: string }): TaskList {
  let transport: Promise<Transporter> | undefined
  const domain = from.match(/@([\w.-]+)/)?.[1] ?? 'localhost'
  return {
    async 'send-mail'(payload) {
      const { key, ...mail } = Mail.parse(payload)
      transport ??= openTransport(smtpUrl)
      await (await transport).sendMail({ ...mail, from, messageId: `<${key}@${domain}>` })
    },
  }
}

/** Loaded for the first mail: a process that sends none has 5 MB less. */
async function openTransport(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  const timeouts = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 }
  return createTransport({ url, ...timeouts })
}
