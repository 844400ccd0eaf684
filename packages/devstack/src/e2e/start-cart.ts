import type { AddressInfo } from 'node:net'
import { createCart } from '@rose-ash/cart/app'
import { atEnd } from '@rose-ash/shared/testing'
import { createSumupSandbox } from '@rose-ash/sumup-sandbox'
import { sandboxMerchant, sandboxMerchants } from '../stack/app-environment.ts'
import { type AppAlone, startAlone } from './start-alone.ts'

const { code, apiKey } = sandboxMerchant

export interface RunningCart extends Omit<AppAlone, 'app'> {
  cart: AppAlone['app']
}

/** The cart alone, with a SumUp of its own. It ends with the test file. */
export async function startCart(databaseUrl: string): Promise<RunningCart> {
  const sandbox = createSumupSandbox({
    merchants: sandboxMerchants,
    behaviour: { webhooks: { mode: 'never' } },
  })
  await sandbox.listen({ port: 0, host: '127.0.0.1' })
  atEnd(() => sandbox.close())
  const { port } = sandbox.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const { app: cart, ...alone } = await startAlone('cart', createCart, {
    databaseUrl,
    sumup: {
      apiUrl: url,
      payUrl: url,
      widgetUrl: `${url}/widget/sdk.js`,
      apiKey,
      merchantCode: code,
    },
  })
  return { cart, ...alone }
}
