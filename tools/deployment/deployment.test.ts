import { join } from 'node:path'
import { appNames, loadConfig } from '@rose-ash/shared/config'
import { expect, it } from 'vitest'
import { root } from '../tracked-files.ts'
import { environmentOf, readStack, readText } from './read-stack.ts'

const secrets = {
  database_url: 'postgres://rose:word@postgres/rose_ash\n',
  secret: 's'.repeat(32),
  smtp_url: 'smtps://coop:word@mail.example',
  sumup_api_key: 'sup_sk_word',
  credentials_key: 'c'.repeat(32),
  credentials_key_old: 'o'.repeat(32),
  s3_secret_key: ' ',
}

it.each(appNames)('gives %s a configuration that holds', (app) => {
  const service = readStack()[app]

  const environment = environmentOf(service ?? { command: [], environment: {} }, secrets)
  const config = loadConfig(app, {
    ...environment,
    CONFIG_FILE: join(root, '_config/app-config.yaml'),
  })

  expect(service?.command).toEqual([`apps/${app}/src/server.ts`])
  expect(config).toMatchObject({
    environment: 'production',
    listen: { host: '0.0.0.0', port: 8000 },
    databaseUrl: 'postgres://rose:word@postgres/rose_ash',
    redisUrl: 'redis://redis:6379',
    runMigrations: app === 'blog',
    credentialKeys: app === 'cart' ? ['c'.repeat(32), 'o'.repeat(32)] : [],
  })
  expect(config.origins[app]).toBe(`https://${app}.rose-ash.example`)
  expect(config.internal[app]).toBe(`http://${app}:8000`)
})

it.each(appNames)('installs %s, deploys it and leads visitors to it', (app) => {
  expect(readText('Dockerfile')).toContain(`COPY apps/${app}/package.json apps/${app}/\n`)
  expect(
    readText('deploy.sh')
      .match(/^apps=\((.*)\)$/m)?.[1]
      ?.split(' '),
  ).toContain(app)
  const edge = readText('_config/Caddyfile')
  expect(edge).toContain(`\n{$SCHEME:https}://${app}.{$BASE_DOMAIN}`)
  expect(edge).toContain(app === 'blog' ? '\tdefault blog\n' : `\t${app}.{$BASE_DOMAIN} ${app}\n`)
})

it.each(appNames)('runs %s with the flags that its start script has', (app) => {
  const manifest = JSON.parse(readText(`apps/${app}/package.json`)) as {
    scripts: { start: string }
  }
  const entryPoint = /^ENTRYPOINT (.*)$/m.exec(readText('Dockerfile'))?.[1] ?? '[]'

  const command = (JSON.parse(entryPoint) as string[]).join(' ')
  expect(`${command} src/server.ts`).toBe(manifest.scripts.start)
  // V8 takes up what was compiled with the same flags only.
  expect(readText('Dockerfile')).toContain(` ${command} "$app/src/server.ts" --compile `)
})

it('gives a build of the image everything that it copies', () => {
  const patterns = readText('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ keeps: line.startsWith('!'), matches: matcher(line.replace(/^!/, '')) }))
  const copied = readText('Dockerfile')
    .split('\n')
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(' ').slice(1, -1))

  const missing = copied.filter((path) => !patterns.findLast(({ matches }) => matches(path))?.keeps)

  expect(copied).toContain('tsconfig.base.json')
  expect(missing).toEqual([])
})

/** Whether a pattern of `.dockerignore` is about a path, or about a folder that it is in. */
function matcher(pattern: string): (path: string) => boolean {
  const parts = pattern
    .replaceAll('.', '\\.')
    .replaceAll('**/', '(?:.*/)?')
    .replaceAll(/(?<![.)])\*/g, '[^/]*')
  const whole = new RegExp(`^${parts}(?:/|$)`)
  return (path) => whole.test(path)
}
