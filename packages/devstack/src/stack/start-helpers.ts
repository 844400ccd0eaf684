import type { AddressInfo } from 'node:net'
import { createGateway } from '../gateway/create-gateway.ts'
import { type CaughtMail, createMailCatcher } from '../mail/mail-catcher.ts'
import { createSumupSandbox } from '@rose-ash/sumup-sandbox'
import { sandboxMerchants } from './app-environment.ts'
import { addressesOf, type Ports, upstreamsOf } from './layout.ts'

export interface Stoppable {
  stop(): Promise<unknown>
}

const loopback = '127.0.0.1'

/** Takes the stack's mail on SMTP and shows it on the web. */
export async function startMailCatcher(
  ports: Pick<Ports, 'smtp' | 'mail'>,
  host = loopback,
): Promise<Stoppable & { messages: CaughtMail[] }> {
  const { web, smtp, messages } = createMailCatcher()
  await new Promise<AddressInfo | void>((resolve) => smtp.listen(ports.smtp, host, resolve))
  await web.listen({ port: ports.mail, host })
  return {
    messages,
    async stop() {
      await new Promise<void>((resolve) => smtp.close(resolve))
      await web.close()
    },
  }
}

/** SumUp, as the shop meets it; its webhooks go straight to the app that a public host stands for. */
export async function startSumup(ports: Ports): Promise<Stoppable> {
  const upstreams = upstreamsOf(ports)
  const sandbox = createSumupSandbox({
    merchants: sandboxMerchants,
    publicUrl: addressesOf(ports).sumup,
    resolve(address) {
      const { host: publicHost, pathname, search } = new URL(address)
      const upstream = upstreams[publicHost] ?? `http://${publicHost}`
      const headers = { 'x-forwarded-host': publicHost, 'x-forwarded-proto': 'http' }
      return { url: `${upstream}${pathname}${search}`, headers }
    },
  })
  await sandbox.listen({ port: ports.sumup, host: loopback })
  return { stop: () => sandbox.close() }
}

/** The one port that browsers use. */
export async function startGateway(ports: Ports): Promise<Stoppable> {
  const gateway = await createGateway({ upstreams: upstreamsOf(ports) })
  await gateway.listen({ port: ports.gateway, host: loopback })
  return { stop: () => gateway.close() }
}
