import type { FastifyInstance } from 'fastify'
import { randomUUID } from 'node:crypto'
import { afterAll } from 'vitest'
import type {} from '../app/create-app.ts'
import type { Config } from '../config/index.ts'
import { sessionCookie } from '../oauth/index.ts'

/** Builds an app, opens it, and closes it when the test file's tests have run. */
export async function testApp(
  create: (config: Config) => Promise<FastifyInstance>,
  config: Config,
): Promise<FastifyInstance> {
  const app = await create(config)
  afterAll(() => app.close())
  await app.open()
  return app
}

/** A cookie header with which a person is signed in at one app. */
export async function signedIn(
  app: FastifyInstance,
  person: { id: string; email: string; name: string | null },
): Promise<{ cookie: string }> {
  const name = await app.sessions.create({
    personId: person.id,
    email: person.email,
    name: person.name,
    sid: randomUUID(),
    idToken: 'not asked for in this test',
    signedInAt: new Date().toISOString(),
  })
  return { cookie: `${sessionCookie}=${name}` }
}
