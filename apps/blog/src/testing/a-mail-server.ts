import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { callbackify } from 'node:util'
import { atEnd } from '@rose-ash/shared/testing'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** A mail server that delivers nothing: where it listens, and what it was given, oldest first. */
export async function aMailServer() {
  const mails: Email[] = []
  /** Addresses that it takes no mail for, as one whose box is full. */
  const refused = new Set<string>()
  const take = async (stream: Readable) => {
    mails.push(await PostalMime.parse(await buffer(stream)))
  }
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      done(refused.has(address) ? new Error('mailbox full') : undefined),
    onData: (stream, _session, done) => callbackify(() => take(stream))(done),
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  atEnd(() => new Promise<void>((resolve) => smtp.close(resolve)))
  const { port } = smtp.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, mails, refused }
}
