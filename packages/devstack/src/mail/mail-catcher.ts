import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { callbackify } from 'node:util'
import { fastify, type FastifyInstance } from 'fastify'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type { CaughtMail } from './caught-mail.ts'
import { inboxPage, messagePage } from './mail-pages.ts'

export type { CaughtMail }

export interface MailCatcher {
  /** The web side: `/`, `/messages/:id`, and JSON at `/api/messages`. */
  web: FastifyInstance
  smtp: SMTPServer
  messages: CaughtMail[]
}

const keep = 500

/** Takes every mail and delivers none. Shows them to people and to tests. */
export function createMailCatcher(): MailCatcher {
  const messages: CaughtMail[] = []
  let count = 0
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address)
      callbackify(() => take(stream, to))(done)
    },
  })

  async function take(stream: Readable, to: string[]): Promise<void> {
    const mail = await read(await buffer(stream), (count += 1), to)
    messages.unshift(mail)
    messages.length = Math.min(messages.length, keep)
  }

  return { web: createWeb(messages), smtp, messages }
}

async function read(raw: Buffer, id: number, to: string[]): Promise<CaughtMail> {
  const mail = await PostalMime.parse(raw)
  return {
    id,
    to,
    from: mail.from?.address ?? '',
    subject: mail.subject ?? '',
    date: mail.date ?? '',
    messageId: mail.messageId ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
  }
}

function createWeb(messages: CaughtMail[]): FastifyInstance {
  const web = fastify()
  web.get('/api/messages', async () => messages)
  web.delete('/api/messages', async (_request, reply) => {
    messages.length = 0
    return reply.code(204).send()
  })
  web.get('/', async (_request, reply) => reply.type('text/html').send(inboxPage(messages)))
  web.get<{ Params: { id: string } }>('/messages/:id', async (request, reply) => {
    const mail = messages.find(({ id }) => id === Number(request.params.id))
    if (!mail) return reply.code(404).send('There is no such mail.')
    return reply.type('text/html').send(messagePage(mail))
  })
  web.get<{ Params: { id: string } }>('/messages/:id/html', async (request, reply) => {
    const mail = messages.find(({ id }) => id === Number(request.params.id))
    reply.header('content-security-policy', `default-src 'none'; style-src 'unsafe-inline'`)
    return reply.type('text/html').send(mail?.html ?? '')
  })
  return web
}
