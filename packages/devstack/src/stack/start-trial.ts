import { createSumupSandbox } from '@rose-ash/sumup-sandbox'
import { sandboxMerchant, sandboxMerchants } from './app-environment.ts'
import type { Ports } from './layout.ts'
import { startMailCatcher, type Stoppable } from './start-helpers.ts'

type TrialPorts = Pick<Ports, 'smtp' | 'mail' | 'sumup'>

export interface Trial extends Stoppable {
  /** Where its mails are read. */
  mails: string
  /** For `_config/environment`. */
  environment: Record<string, string>
  secrets: Record<string, string>
}

/** A mail server that delivers nothing and a SumUp that moves no money, for a stack that is tried out. */
export async function startTrial(host: string, ports: TrialPorts): Promise<Trial> {
  const mail = await startMailCatcher(ports, host)
  const sumup = `http://${host}:${ports.sumup}`
  const sandbox = createSumupSandbox({ merchants: sandboxMerchants, publicUrl: sumup })
  await sandbox.listen({ port: ports.sumup, host })
  return {
    mails: `http://${host}:${ports.mail}`,
    environment: {
      SUMUP_MERCHANT_CODE: sandboxMerchant.code,
      SUMUP_API_URL: sumup,
      SUMUP_PAY_URL: sumup,
      SUMUP_WIDGET_URL: `${sumup}/widget/sdk.js`,
    },
    secrets: { smtp_url: `smtp://${host}:${ports.smtp}`, sumup_api_key: sandboxMerchant.apiKey },
    stop: () => Promise.all([mail.stop(), sandbox.close()]),
  }
}
