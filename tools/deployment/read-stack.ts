import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseEnv } from 'node:util'
import { temporaryFolder } from '@rose-ash/shared/testing'
import { parse } from 'yaml'
import { root } from '../tracked-files.ts'

interface Service {
  command: string[]
  environment: Record<string, string>
}

/** The services of docker-compose.yml, with the settings of _config/environment.example. */
export function readStack(): Record<string, Service> {
  const settings = parseEnv(readText('_config/environment.example'))
  const text = readText('docker-compose.yml').replaceAll(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_whole, name: string, kind?: string, rest = '') =>
      settings[name] ?? (kind === '?' ? '' : rest),
  )
  return (parse(text, { merge: true }) as { services: Record<string, Service> }).services
}

/**
 * The environment that an app has in the stack: what the image sets, what the stack sets, and its
 * secrets in files.
 */
export function environmentOf(
  { environment }: Service,
  secrets: Record<string, string>,
): Record<string, string> {
  const folder = temporaryFolder('secrets')
  for (const [name, value] of Object.entries(secrets)) writeFileSync(join(folder, name), value)
  const image = /^ENV (NODE_ENV=.*)$/m.exec(readText('Dockerfile'))?.[1] ?? ''
  return {
    ...Object.fromEntries(image.split(' ').map((pair) => pair.split('=', 2))),
    ...Object.fromEntries(
      Object.entries(environment).map(([name, value]) =>
        name.endsWith('_FILE') ? [name, join(folder, basename(value))] : [name, value],
      ),
    ),
  }
}

export function readText(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}
