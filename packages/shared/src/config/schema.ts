import { z } from 'zod'

const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)
const origins = z
  .string()
  .transform((list) => list.split(',').map((part) => part.trim()))
  .pipe(z.array(origin))
const port = z.coerce.number().int().min(0).max(65_535)
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const secret = z.string().min(32, 'at least 32 characters; `openssl rand -hex 32` makes a good one')
const currency = z.string().regex(/^[A-Z]{3}$/, 'three capital letters, such as GBP')
const timeZone = z
  .string()
  .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone), 'an IANA time zone')

/** `_config/app-config.yaml`: what the cooperative is. Unknown keys are refused. */
export const fileSchema = z.strictObject({
  cooperative: z.strictObject({
    name: z.string().min(1),
    tagline: z.string().min(1),
    address: z.array(z.string().min(1)).min(1),
    openingHours: z.array(z.string().min(1)),
    email: z.email(),
    handle: z.string().regex(/^[a-z0-9_]{1,30}$/, 'small letters, digits and _'),
  }),
  locale: z.string().default('en-GB'),
  currency: currency.default('GBP'),
  /** The most credit that a member may have by paying in online, in whole units of the currency. */
  creditLimit: z.int().min(1).max(10_000).default(250),
  timeZone: timeZone.default('Europe/London'),
  admins: z.array(z.email().toLowerCase()).default([]),
  mailFrom: z.string().min(3),
})

/** The environment: where this process runs, and its secrets. */
export const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  BASE_URL: origin,
  HOST: z.string().default('127.0.0.1'),
  PORT: port,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL: z.coerce.number().int().min(2).max(50).default(6),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  SECRET: secret,
  CREDENTIALS_KEY: secret.optional(),
  CREDENTIALS_KEY_OLD: secret.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  SUMUP_API_URL: origin.default('https://api.sumup.com'),
  SUMUP_PAY_URL: origin.default('https://checkout.sumup.com'),
  SUMUP_WIDGET_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://gateway.sumup.com/gateway/ecom/card/v2/sdk.js'),
  SUMUP_API_KEY: z.string().min(1),
  SUMUP_MERCHANT_CODE: z.string().min(1),
  OUTGOING_PRIVATE: origins.default([]),
  MEDIA_DIR: z.string().min(1).optional(),
  S3_ENDPOINT: origin.optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_BUCKET: z.string().min(1).optional(),
  S3_ACCESS_KEY: z.string().min(1).optional(),
  S3_SECRET_KEY: z.string().min(1).optional(),
  RUN_MIGRATIONS: flag.default(false),
  PAGE_CACHE: flag.default(true),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  INTERNAL_BLOG_URL: origin,
  INTERNAL_MARKET_URL: origin,
  INTERNAL_CART_URL: origin,
  INTERNAL_EVENTS_URL: origin,
  INTERNAL_FEDERATION_URL: origin,
  INTERNAL_ACCOUNT_URL: origin,
})

export type FileSettings = z.infer<typeof fileSchema>
export type Environment = z.infer<typeof environmentSchema>
