import type { FastifyInstance } from 'fastify'
import { sql } from 'drizzle-orm'
import { afterAll } from 'vitest'
import { createApp } from '@rose-ash/shared/app'
import { appNames, type Config, forEachApp } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import { freePort, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createFederation } from '../app.ts'
import { Browser } from './browser.ts'

export interface Stack {
  db: Db
  config: Config
  federation: FastifyInstance
  apps: { blog: FastifyInstance; market: FastifyInstance }
  browser(): Browser
  /** The newest mail to somebody, as it waits to be sent. */
  mailTo(email: string): Promise<{ link: string; code: string; text: string; subject: string }>
}

export const origins = testConfig('federation').origins

/** The federation app, a blog and a market that tell who looks at them, on real ports. */
export async function startStack(): Promise<Stack> {
  const { db, url: databaseUrl } = await testDatabase()
  const ports = { federation: await freePort(), blog: await freePort(), market: await freePort() }
  const nowhere = forEachApp(() => 9)
  const internal = forEachApp((app) => `http://127.0.0.1:${{ ...nowhere, ...ports }[app]}`)
  const configOf = (app: keyof typeof ports): Config => ({
    ...testConfig(app),
    internal,
    databaseUrl,
    admins: ['admin@rose-ash.example'],
    listen: { host: '127.0.0.1', port: ports[app] },
  })
  const config = configOf('federation')
  const federation = await createFederation(config)
  const apps = {
    blog: await createPlain(configOf('blog')),
    market: await createPlain(configOf('market')),
  }
  for (const app of [federation, apps.blog, apps.market]) {
    await app.listen({ ...app.appConfig.listen })
    await app.open()
    afterAll(() => app.close())
  }
  const hosts = new Map(appNames.map((app) => [new URL(config.origins[app]).host, internal[app]]))
  return {
    db,
    config,
    federation,
    apps,
    browser: () => new Browser(hosts),
    mailTo: (email) => newestMail(db, email),
  }
}

function createPlain(config: Config): Promise<FastifyInstance> {
  return createApp(config, {
    views: new URL('../views/', import.meta.url),
    features: [
      async (app) => {
        app.get('/', { config: { access: 'public' } }, async ({ viewer }) => viewer)
        app.get('/loaves', { config: { access: 'public' } }, async ({ viewer }) => viewer)
        app.get('/visit', { config: { access: 'public' } }, async (_request, reply) => ({
          visitorId: reply.ensureVisitor(),
        }))
        app.get('/mine', { config: { access: 'member' } }, async ({ session }) => session)
      },
    ],
  })
}

interface Job extends Record<string, unknown> {
  payload: { subject: string; text: string }
}

async function newestMail(db: Db, email: string) {
  const { rows } = await db.execute<Job>(sql`
    select payload from graphile_worker._private_jobs
    where payload ->> 'to' = ${email} order by id desc limit 1`)
  const { subject, text } = rows[0]?.payload ?? { subject: '', text: '' }
  const link = /http\S+\/sign-in\/links\/\S+/.exec(text)?.[0] ?? ''
  const code = /\b\d{6}\b/.exec(text)?.[0] ?? ''
  return { link, code, text, subject }
}
