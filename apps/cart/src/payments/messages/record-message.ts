import type { FastifyBaseLogger } from 'fastify'
import type { Db } from '@rose-ash/shared/db'
import { providerMessages } from '@rose-ash/shared/db/models/cart-payments'
import type { RecordMessage } from './message.ts'
import { redact } from './redact.ts'

/** Keeps what providers were asked and said, without secrets. A failure is logged and nothing else. */
export function recordMessage(db: Db, log: Pick<FastifyBaseLogger, 'warn'>): RecordMessage {
  return async ({ request, answer, problem, ...message }) => {
    try {
      await db.insert(providerMessages).values({
        ...message,
        status: message.status ?? null,
        reference: message.reference ?? null,
        request: redact(request),
        answer: redact(answer),
        problem: problem === undefined ? null : String(redact(problem)).slice(0, 500),
      })
    } catch (error) {
      log.warn({ err: error }, 'a message of the payment provider was not written down')
    }
  }
}
