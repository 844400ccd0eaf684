import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { z } from 'zod'
import { type AppName, forEachApp } from './apps.ts'
import { ConfigError } from './config-error.ts'
import { type MediaSettings, mediaOf } from './media-settings.ts'
import { readEnvironment } from './read-environment.ts'
import { environmentSchema, type Environment, fileSchema, type FileSettings } from './schema.ts'

/** All that one process needs to know, checked. `origins` are public, `internal` are for apps. */
export interface Config extends FileSettings {
  app: AppName
  environment: Environment['NODE_ENV']
  /** The origin of the cooperative's bare domain; the gateway sends it to the blog. */
  base: string
  origins: Record<AppName, string>
  internal: Record<AppName, string>
  listen: { host: string; port: number }
  databaseUrl: string
  databasePool: number
  redisUrl: string | undefined
  secret: string
  /**
   * What merchants' credentials are sealed with, newest first. The cart has one; in production the
   * other apps have none.
   */
  credentialKeys: string[]
  smtpUrl: string
  /** `payUrl` is the origin of the pages on which buyers pay, `widgetUrl` the card form's script. */
  sumup: {
    apiUrl: string
    payUrl: string
    widgetUrl: string
    apiKey: string
    merchantCode: string
  }
  /** Origins of others' servers that may have private addresses, such as a Ghost beside us. */
  outgoingPrivate: string[]
  /** Where uploaded files lie. */
  media: MediaSettings
  runMigrations: boolean
  /** false: every page is made anew for every request, which shows what that costs. */
  pageCache: boolean
  logLevel: Environment['LOG_LEVEL']
  telemetryUrl: string | undefined
}

const defaultFile = new URL('../../../../_config/app-config.yaml', import.meta.url)

/**
 * Reads `_config/app-config.yaml` (or the file that `CONFIG_FILE` names) and the environment.
 *
 * @throws {ConfigError} with every problem at once.
 */
export function loadConfig(app: AppName, source: NodeJS.ProcessEnv): Config {
  const problems: string[] = []
  const file = check(fileSchema, readYaml(source.CONFIG_FILE ?? defaultFile, problems), problems)
  const names = Object.keys(environmentSchema.shape)
  const env = check(environmentSchema, readEnvironment(source, names, problems), problems)
  const media = env && mediaOf(env, problems)
  if (env && app === 'cart' && credentialKeysOf(env).length === 0)
    problems.push('CREDENTIALS_KEY: is missing')
  if (!file || !env || !media || problems.length > 0) throw new ConfigError(problems)
  return { ...configOf(app, file, env), media }
}

function readYaml(path: string | URL, problems: string[]): unknown {
  try {
    // Parts of a text with a `–` in it have two bytes for every character, and so has every page
    // that shows one of them; JSON makes them anew.
    return JSON.parse(JSON.stringify(parse(readFileSync(path, 'utf8')))) as unknown
  } catch (error) {
    problems.push(`${path.toString()}: ${(error as Error).message}`)
    return undefined
  }
}

function check<T>(schema: z.ZodType<T>, input: unknown, problems: string[]): T | undefined {
  if (input === undefined) return undefined
  const result = schema.safeParse(input)
  if (result.success) return result.data
  problems.push(...result.error.issues.map(lineOf))
  return undefined
}

function lineOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.')
  const missing = issue.code === 'invalid_type' && issue.input === undefined
  return path ? `${path}: ${missing ? 'is missing' : issue.message}` : issue.message
}

function configOf(app: AppName, file: FileSettings, env: Environment): Omit<Config, 'media'> {
  const { protocol, host } = new URL(env.BASE_URL)
  return {
    ...file,
    app,
    environment: env.NODE_ENV,
    base: env.BASE_URL,
    origins: forEachApp((name) => `${protocol}//${name}.${host}`),
    internal: forEachApp((name) => env[`INTERNAL_${name.toUpperCase() as Uppercase<AppName>}_URL`]),
    listen: { host: env.HOST, port: env.PORT },
    databaseUrl: env.DATABASE_URL,
    databasePool: env.DATABASE_POOL,
    redisUrl: env.REDIS_URL,
    secret: env.SECRET,
    credentialKeys: credentialKeysOf(env),
    smtpUrl: env.SMTP_URL,
    sumup: {
      apiUrl: env.SUMUP_API_URL,
      payUrl: env.SUMUP_PAY_URL,
      widgetUrl: env.SUMUP_WIDGET_URL,
      apiKey: env.SUMUP_API_KEY,
      merchantCode: env.SUMUP_MERCHANT_CODE,
    },
    outgoingPrivate: env.OUTGOING_PRIVATE,
    runMigrations: env.RUN_MIGRATIONS,
    pageCache: env.PAGE_CACHE,
    logLevel: env.LOG_LEVEL,
    telemetryUrl: env.OTEL_EXPORTER_OTLP_ENDPOINT,
  }
}

/** On the machine of a developer one secret is enough. */
function credentialKeysOf(env: Environment): string[] {
  const { CREDENTIALS_KEY: current, CREDENTIALS_KEY_OLD: old, NODE_ENV: environment } = env
  if (!current) return environment === 'production' ? [] : [env.SECRET]
  return old && old !== current ? [current, old] : [current]
}
