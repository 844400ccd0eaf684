import type { FastifyInstance } from 'fastify'
import { createApp } from '@rose-ash/shared/app'
import type { Config } from '@rose-ash/shared/config'
import { people, roles } from '@rose-ash/shared/db/models/account'
import { pageManagers } from '@rose-ash/shared/db/models/blog'
import { aPage, aPerson, signedIn } from '@rose-ash/shared/testing'
import { eq } from 'drizzle-orm'
import { merchantFeatures } from '../merchants/index.ts'
import { shopPlugin } from '../shop.ts'

/** The part of the cart in which merchants are kept. */
export function createMerchantApp(config: Config): Promise<FastifyInstance> {
  const views = new URL('../views/', import.meta.url)
  return createApp(config, { views, features: [shopPlugin, ...merchantFeatures] })
}

/** A page with its manager, an administrator and a member, each with a browser. */
export async function merchantWorld(app: FastifyInstance) {
  const { db } = app
  const page = await aPage(db)
  const [manager, admin, member] = [await aPerson(db), await aPerson(db), await aPerson(db)]
  await db.insert(pageManagers).values({ pageId: page.id, personId: manager.id })
  await db.insert(roles).values({ personId: admin.id, role: 'admin' })
  return {
    page,
    manager: await browserOf(app, manager.id),
    admin: await browserOf(app, admin.id),
    member: await browserOf(app, member.id),
    stranger: browser(app, {}),
  }
}

async function browserOf(app: FastifyInstance, personId: string) {
  const [person] = await app.db.select().from(people).where(eq(people.id, personId))
  if (!person) throw new Error('there is one')
  return browser(app, await signedIn(app, person))
}

function browser(app: FastifyInstance, cookies: Record<string, string>) {
  const headers = { ...cookies, accept: 'text/html' }
  return {
    look: (url: string) => app.inject({ url, headers }),
    send: (url: string, form: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(form).toString(),
      }),
  }
}
