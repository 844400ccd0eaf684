import { createTransport, type Transporter } from 'nodemailer'
import type { TaskList } from 'graphile-worker'
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
})

export type Mail = z.infer<typeof Mail>

/** Sends a mail when the caller's transaction commits, and tries for three days. */
export async function queueMail(db: Db, mail: Mail): Promise<void> {
  await addJob(db, { task: 'send-mail', key: `mail-${mail.key}`, payload: Mail.parse(mail) })
}

/** The job that sends queued mails. */
export function mailTasks({ smtpUrl, from }: { smtpUrl: string; from: string }): TaskList {
  const timeouts = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 }
  const transport: Transporter = createTransport({ url: smtpUrl, ...timeouts })
  const domain = from.match(/@([\w.-]+)/)?.[1] ?? 'localhost'
  return {
    async 'send-mail'(payload) {
      const { key, ...mail } = Mail.parse(payload)
      await transport.sendMail({ ...mail, from, messageId: `<${key}@${domain}>` })
    },
  }
}
