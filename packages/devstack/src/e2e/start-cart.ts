import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { createCart } from '@rose-ash/cart/app'
import { forEachApp } from '@rose-ash/shared/config'
import { freePort, testConfig } from '@rose-ash/shared/testing'
import { createSumupSandbox } from '@rose-ash/sumup-sandbox'
import { sandboxMerchant } from '../stack/app-environment.ts'

const { code, apiKey } = sandboxMerchant

export interface RunningCart {
  cart: FastifyInstance
  /** Where browsers find it. */
  origin: string
  stop(): Promise<void>
}

/** The cart alone, with a SumUp of its own: the frame of its pages has stand-ins. */
export async function startCart(databaseUrl: string): Promise<RunningCart> {
  const sandbox = createSumupSandbox({
    merchants: [{ code, name: 'Rose Ash', country: 'GB', currency: 'GBP', apiKeys: [apiKey] }],
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
  return {
    cart,
    origin: `http://cart.rose-ash.localhost:${port}`,
    async stop() {
      await cart.close()
      await sandbox.close()
    },
  }
}
