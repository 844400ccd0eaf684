import type { FastifyReply, FastifyRequest } from 'fastify'

/** What goes wrong with an answer. */
export type Fault =
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  | { kind: 'garbage' | 'half' | 'hang' | 'wrong-type' | 'cut' }

type Planned = Fault & { path: RegExp; times: number }

/** Failures to come, each for so many requests to the paths it is about. */
export class Faults {
  readonly #planned: Planned[] = []

  /** The next `times` requests whose method and address match get this instead of an answer. */
  plan(fault: Fault, path: RegExp = /./, times = 1): void {
    this.#planned.push({ ...fault, path, times })
  }

  clear(): void {
    this.#planned.length = 0
  }

  /** Answers wrongly when that is planned, and says whether it did. */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const fault = this.#planned.find(
      ({ path, times }) => times > 0 && path.test(`${request.method} ${request.url}`),
    )
    if (!fault) return false
    fault.times -= 1
    if (fault.kind === 'status') {
      const errors = [
        { message: 'An unexpected error occurred, please try again.', type: 'InternalServerError' },
      ]
      await reply
        .code(fault.status)
        .headers(fault.headers ?? {})
        .send({ errors })
    } else if (fault.kind === 'wrong-type') {
      await reply.type('text/html').send('<!doctype html><title>Be right back</title>')
    } else if (fault.kind === 'garbage') {
      await reply.type('application/json').send('{"posts":[{"id":17,"title":null}]}')
    } else if (fault.kind === 'half') {
      await reply.type('application/json').send('{"posts":[{"id":"6b02a634f43e4805638e1010","titl')
    } else if (fault.kind === 'cut') {
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' })
      reply.raw.write('{"posts":[')
      setTimeout(() => reply.raw.destroy(), 10)
    } else {
      reply.hijack()
    }
    return true
  }
}
