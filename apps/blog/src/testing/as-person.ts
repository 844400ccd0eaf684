import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { people } from '@rose-ash/shared/db/models/account'
import { signedIn } from '@rose-ash/shared/testing'

/** How a person's browser asks this app: looks at pages, sends forms. */
export async function asPerson(app: FastifyInstance, personId: string) {
  const [person] = await app.db.select().from(people).where(eq(people.id, personId))
  if (!person) throw new Error('there is one')
  const headers = { ...(await signedIn(app, person)), accept: 'text/html' }
  return {
    look: (url: string) => app.inject({ url, headers }),
    send: (url: string, form: Record<string, string> = {}) =>
      app.inject({
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(form).toString(),
      }),
  }
}
