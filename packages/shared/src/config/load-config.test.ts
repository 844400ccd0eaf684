import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { temporaryFolder } from '../testing/at-end.ts'
import { forEachApp } from './apps.ts'
import { ConfigError } from './config-error.ts'
import { loadConfig } from './load-config.ts'
import { environmentSchema, fileSchema } from './schema.ts'

const good = {
  BASE_URL: 'https://rose-ash.example',
  PORT: '8001',
  DATABASE_URL: 'postgres://u:p@db/rose',
  SECRET: 's'.repeat(32),
  SMTP_URL: 'smtp://mail:25',
  SUMUP_API_KEY: 'key',
  SUMUP_MERCHANT_CODE: 'M1',
  ...Object.fromEntries(
    Object.keys(forEachApp(() => '')).map((app) => [
      `INTERNAL_${app.toUpperCase()}_URL`,
      `http://${app}:8000`,
    ]),
  ),
}

describe('the configuration', () => {
  it('gives every app its public and its internal origin', () => {
    const config = loadConfig('market', good)

    expect(config.origins.market).toBe('https://market.rose-ash.example')
    expect(config.internal.cart).toBe('http://cart:8000')
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 8001 })
  })

  it('lists everything that is wrong at once', () => {
    const problems = problemsOf({ ...good, PORT: 'eight', SECRET: 'short', BASE_URL: '' })

    expect(problems.map((line) => line.split(':')[0])).toEqual(['BASE_URL', 'PORT', 'SECRET'])
    expect(problems[0]).toBe('BASE_URL: is missing')
  })

  it('reads a secret from the file that NAME_FILE names', () => {
    const path = fileWith('a secret from a file, long enough to pass\n')
    const { SECRET: _, ...rest } = good

    expect(loadConfig('blog', { ...rest, SECRET_FILE: path }).secret).toBe(
      'a secret from a file, long enough to pass',
    )
    expect(problemsOf({ ...rest, SECRET_FILE: '/nowhere' })).toEqual([
      'SECRET_FILE: cannot read /nowhere',
      'SECRET: is missing',
    ])
  })

  it('lets no server with a private address be asked but those that are named', () => {
    const named = { ...good, OUTGOING_PRIVATE: 'http://ghost:2368, https://10.0.0.2/' }

    expect(loadConfig('blog', good).outgoingPrivate).toEqual([])
    expect(loadConfig('blog', named).outgoingPrivate).toEqual([
      'http://ghost:2368',
      'https://10.0.0.2',
    ])
    expect(problemsOf({ ...good, OUTGOING_PRIVATE: 'ghost' })).toHaveLength(1)
  })

  it('keeps media in a folder, or in a bucket of which it knows everything', () => {
    const bucket = { S3_ENDPOINT: 'https://s3.example', S3_BUCKET: 'media', S3_ACCESS_KEY: 'AK' }
    const secret = { S3_SECRET_KEY_FILE: fileWith('from a file\n') }

    expect(loadConfig('blog', { ...good, MEDIA_DIR: '/media' }).media).toEqual({ dir: '/media' })
    expect(loadConfig('blog', good).media.dir).toMatch(/\.rose-ash\/media$/)
    expect(loadConfig('blog', { ...good, ...bucket, ...secret }).media.s3).toEqual({
      endpoint: 'https://s3.example',
      region: 'us-east-1',
      bucket: 'media',
      accessKey: 'AK',
      secretKey: 'from a file',
    })
    expect(problemsOf({ ...good, ...bucket })).toEqual(['S3_SECRET_KEY: is missing'])
  })

  it('has keys for merchants’ credentials, the newest first, and no cart without one', () => {
    const [current, old] = ['c'.repeat(32), 'o'.repeat(32)]
    const keysOf = (env: object) => loadConfig('cart', { ...good, ...env }).credentialKeys

    expect(keysOf({ CREDENTIALS_KEY: current })).toEqual([current])
    expect(keysOf({ CREDENTIALS_KEY: current, CREDENTIALS_KEY_OLD: old })).toEqual([current, old])
    expect(keysOf({ CREDENTIALS_KEY: current, CREDENTIALS_KEY_OLD: current })).toEqual([current])
    expect(keysOf({ NODE_ENV: 'development' })).toEqual([good.SECRET])
    expect(() => keysOf({})).toThrow('CREDENTIALS_KEY: is missing')
    expect(loadConfig('blog', good).credentialKeys).toEqual([])
    expect(problemsOf({ ...good, CREDENTIALS_KEY: 'short' })[0]).toContain('CREDENTIALS_KEY: ')
  })

  it('refuses keys it does not know', () => {
    const path = fileWith(`${textOf('_config/app-config.yaml')}\nadmin: typo@rose-ash.example\n`)

    expect(problemsOf({ ...good, CONFIG_FILE: path })).toEqual(['Unrecognized key: "admin"'])
  })
})

describe('what can be configured', () => {
  it('is explained, every variable of it', () => {
    const explained = textOf('docs/operating.md').split('## Every variable of an app')[1] ?? ''

    const named = [...explained.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name = '']) => name)
    const [known, others] = [
      Object.keys(environmentSchema.shape),
      ['CONFIG_FILE', 'NAME', 'NAME_FILE'],
    ]
    expect(new Set(named)).toEqual(new Set([...known, ...others]))
  })

  it('stands in the file that comes with it, every key of it', () => {
    const ours = parse(textOf('_config/app-config.yaml')) as { cooperative: object }

    expect(Object.keys(ours)).toEqual(Object.keys(fileSchema.shape))
    expect(Object.keys(ours.cooperative)).toEqual(Object.keys(fileSchema.shape.cooperative.shape))
  })
})

function textOf(path: string): string {
  return readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')
}

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    loadConfig('blog', env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

function fileWith(text: string): string {
  const path = join(temporaryFolder('config'), 'file')
  writeFileSync(path, text)
  return path
}
