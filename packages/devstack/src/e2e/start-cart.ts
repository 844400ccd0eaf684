import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { createCart } from '@rose-ash/cart/app'
import { forEachApp } from '@rose-ash/shared/config'
import { type aPerson, atEnd, freePort, signedIn, testConfig } from '@rose-ash/shared/testing'
import { createSumupSandbox } from '@rose-ash/sumup-sandbox'
import type { BrowserContext } from 'playwright-core'
import { sandboxMerchant, sandboxMerchants } from '../stack/app-environment.ts'

const { code, apiKey } = sandboxMerchant

type Person = Awaited<ReturnType<typeof aPerson>>

export interface RunningCart {
  cart: FastifyInstance
  /** Where browsers find it. */
  origin: string
  /** Lets a browser be signed in as this person. */
  signIn(context: BrowserContext, person: Person): Promise<void>
}

/**
 * The cart alone, with a SumUp of its own: the frame of its pages has stand-ins. It ends with the test
 * file.
 */
export async function startCart(databaseUrl: string): Promise<RunningCart> {
  const sandbox = createSumupSandbox({
    merchants: sandboxMerchants,
    behaviour: { webhooks: { mode: 'never' } },
  })
  await sandbox.listen({ port: 0, host: '127.0.0.1' })
  const { port: sumupPort } = sandbox.server.address() as AddressInfo
  const sumupUrl = `http://127.0.0.1:${sumupPort}`
  const port = await freePort()
  const cart = await createCart(
    testConfig('cart', {
      databaseUrl,
      base: `http://rose-ash.localhost:${port}`,
      origins: forEachApp((name) => `http://${name}.rose-ash.localhost:${port}`),
      sumup: {
        apiUrl: sumupUrl,
        payUrl: sumupUrl,
        widgetUrl: `${sumupUrl}/widget/sdk.js`,
        apiKey,
        merchantCode: code,
      },
    }),
  )
  await cart.listen({ port, host: '127.0.0.1' })
  await cart.open()
  atEnd(async () => {
    await cart.close()
    await sandbox.close()
  })
  return {
    cart,
    origin: `http://cart.rose-ash.localhost:${port}`,
    async signIn(context, person) {
      const { cookie } = await signedIn(cart, person)
      const [name = '', value = ''] = cookie.split('=')
      // Secure cookies are set from https only, and sent to *.localhost without it as well.
      const url = `https://cart.rose-ash.localhost:${port}`
      await context.addCookies([{ name, value, url, secure: true }])
    },
  }
}
