import type { FastifyInstance } from 'fastify'
import type { BrowserContext } from 'playwright-core'
import { type AppName, type Config, forEachApp } from '@rose-ash/shared/config'
import { type aPerson, atEnd, freePort, signedIn, testConfig } from '@rose-ash/shared/testing'

type Person = Awaited<ReturnType<typeof aPerson>>

export interface AppAlone {
  app: FastifyInstance
  /** Where browsers find it. */
  origin: string
  /** Lets a browser be signed in as this person. */
  signIn(context: BrowserContext, person: Person): Promise<void>
}

/** One app without the others: the frame of its pages has stand-ins. It ends with the test file. */
export async function startAlone(
  name: AppName,
  create: (config: Config) => Promise<FastifyInstance>,
  settings: Partial<Config>,
): Promise<AppAlone> {
  const port = await freePort()
  const at = (host: string) => `http://${host}rose-ash.localhost:${port}`
  const origins = forEachApp((app) => at(`${app}.`))
  const app = await create(testConfig(name, { base: at(''), origins, ...settings }))
  atEnd(() => app.close())
  await app.listen({ port, host: '127.0.0.1' })
  await app.open()
  return {
    app,
    origin: origins[name],
    async signIn(context, person) {
      const { cookie } = await signedIn(app, person)
      const [called = '', value = ''] = cookie.split('=')
      // Secure cookies are set from https only, and sent to *.localhost without it as well.
      const url = origins[name].replace('http:', 'https:')
      await context.addCookies([{ name: called, value, url, secure: true }])
    },
  }
}
