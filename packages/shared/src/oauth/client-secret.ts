import { type AppName, type Config, deriveKey } from '../config/index.ts'

/** What an app proves itself with to the provider. Both sides derive it; nobody stores it. */
export function clientSecret({ secret }: Pick<Config, 'secret'>, app: AppName): string {
  return deriveKey(secret, `oidc client ${app}`).toString('base64url')
}
