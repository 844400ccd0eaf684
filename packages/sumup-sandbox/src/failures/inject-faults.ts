import { setTimeout as sleep } from 'node:timers/promises'

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { problem } from '../api/api-errors.ts'
import type { Behaviour, Fault, Operation } from './behaviour.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The name under which a route's failures are chosen. */
    sumupOperation?: Operation
  }
}

/** Makes every route that carries an operation's name fail as the behaviour says. */
export function injectFaults(app: FastifyInstance, behaviour: Behaviour): void {
  const taken = new WeakMap<FastifyRequest, Fault[]>()

  app.addHook('preHandler', async (request) => {
    const operation = request.routeOptions.config.sumupOperation
    if (operation === undefined) return
    const faults = behaviour.take(operation)
    taken.set(request, faults)
    for (const fault of faults) if (fault.kind === 'slow') await sleep(fault.ms)
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const kinds = new Set(taken.get(request)?.map((fault) => fault.kind))
    if (kinds.has('lose-answer')) reply.raw.destroy()
    return kinds.has('fail-after') ? failInstead(reply) : payload
  })
}

function failInstead(reply: FastifyReply): string {
  const failure = problem(500, 'Internal Server Error')
  void reply.removeHeader('location').removeHeader('content-length')
  void reply.code(failure.status).type(failure.contentType)
  return JSON.stringify(failure.body)
}
