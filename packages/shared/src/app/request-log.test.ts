import { fastify } from 'fastify'
import { expect, it } from 'vitest'
import { RequestLog } from './request-log.ts'

interface Line {
  msg: string
  req?: { method: string; url: string }
  res?: { statusCode: number }
}

/** What is logged at `level` of a view, a change and a failure. */
async function linesAt(level: string): Promise<string[]> {
  const lines: string[] = []
  const stream = { write: (line: string) => void lines.push(line) }
  const app = fastify({ logger: { level, stream }, logController: new RequestLog() })
  app.get('/view', async () => 'seen')
  app.post('/change', async () => 'changed')
  app.get('/broken', async (_request, reply) => reply.code(502).send('broken'))
  await app.inject('/view')
  await app.inject({ method: 'POST', path: '/change' })
  await app.inject('/broken')
  return lines.map((line) => {
    const { msg, req, res }: Line = JSON.parse(line)
    return `${msg}: ${req?.method} ${req?.url} ${res?.statusCode}`
  })
}

it('tells of changes and failures, one line each, and of views where all is asked for', async () => {
  const change = 'request completed: POST /change 200'
  const failure = 'request completed: GET /broken 502'

  expect(await linesAt('info')).toEqual([change, failure])
  expect(await linesAt('debug')).toEqual(['request completed: GET /view 200', change, failure])
  expect(await linesAt('warn')).toEqual([])
})
