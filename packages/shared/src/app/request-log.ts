import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'

/** A request that takes this long is told of. */
const SLOW_MS = 1_000

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * What is logged of requests, one line each: at `info` whatever changes something, fails on our side
 * or is slow; the rest at `debug`. Two lines for every page view were a third of what one costs, and
 * `/metrics` counts them all.
 */
export class RequestLog extends LogController {
  override incomingRequest(): void {
    // Told when it is answered.
  }

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    if (error) {
      super.requestCompleted(error, request, reply)
      return
    }
    const { elapsedTime: responseTime, statusCode } = reply
    const routine = reading.has(request.method) && statusCode < 500 && responseTime < SLOW_MS
    const level = routine ? 'debug' : 'info'
    request.log[level]({ req: request, res: reply, responseTime }, 'request completed')
  }
}
