import { join } from 'node:path'
import { type AppName, appNames } from '@rose-ash/shared/config'
import type { SandboxMerchant } from '@rose-ash/sumup-sandbox'
import { addressesOf, type Ports } from './layout.ts'

export interface StackSettings {
  ports: Ports
  databaseUrl: string
  redisUrl: string | undefined
  secret: string
  /** What is kept from one start to the next. */
  stateDir: string
  environment: 'development' | 'production'
  logLevel: string
  outgoingPrivate?: string | undefined
}

/** The sandbox's merchant, and the key that acts for it. */
export const sandboxMerchant = { code: 'MROSEASH', apiKey: 'sup_sk_sandbox_rose_ash' }

/** The sandbox's merchants: that one. */
export const sandboxMerchants: SandboxMerchant[] = [
  {
    code: sandboxMerchant.code,
    name: 'Rose Ash',
    country: 'GB',
    currency: 'GBP',
    apiKeys: [sandboxMerchant.apiKey],
  },
]

/** The environment of one app's process in a stack on this machine. */
export function appEnvironment(app: AppName, settings: StackSettings): Record<string, string> {
  const { ports, databaseUrl, redisUrl, secret, stateDir, environment, logLevel } = settings
  const { outgoingPrivate } = settings
  return {
    NODE_ENV: environment,
    BASE_URL: addressesOf(ports).base,
    PORT: String(ports.apps[app]),
    DATABASE_URL: databaseUrl,
    ...(redisUrl && { REDIS_URL: redisUrl }),
    SECRET: secret,
    ...(app === 'cart' && { CREDENTIALS_KEY: secret }),
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    SUMUP_API_URL: `http://127.0.0.1:${ports.sumup}`,
    SUMUP_PAY_URL: addressesOf(ports).sumup,
    SUMUP_WIDGET_URL: `${addressesOf(ports).sumup}/widget/sdk.js`,
    SUMUP_API_KEY: sandboxMerchant.apiKey,
    SUMUP_MERCHANT_CODE: sandboxMerchant.code,
    MEDIA_DIR: join(stateDir, 'media'),
    RUN_MIGRATIONS: String(app === 'blog'),
    LOG_LEVEL: logLevel,
    ...(outgoingPrivate && { OUTGOING_PRIVATE: outgoingPrivate }),
    ...Object.fromEntries(
      appNames.map((name) => [
        `INTERNAL_${name.toUpperCase()}_URL`,
        `http://127.0.0.1:${ports.apps[name]}`,
      ]),
    ),
  }
}
