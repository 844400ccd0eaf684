import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AppName, type Config, forEachApp, loadConfig } from '../config/index.ts'

/** A configuration for tests: nothing of it can be reached unless the test says where. */
export function testConfig(app: AppName, overrides: Partial<Config> = {}): Config {
  const addresses = forEachApp(() => 'http://127.0.0.1:9')
  const config = loadConfig(app, {
    NODE_ENV: 'test',
    BASE_URL: 'http://rose-ash.localhost:8000',
    PORT: '0',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
    SECRET: 'a secret for tests, long enough for the rule',
    SMTP_URL: 'smtp://127.0.0.1:9',
    SUMUP_API_URL: 'http://127.0.0.1:9',
    SUMUP_API_KEY: 'sup_sk_test',
    SUMUP_MERCHANT_CODE: 'MTEST',
    LOG_LEVEL: 'silent',
    MEDIA_DIR: join(tmpdir(), 'rose-ash-test-media'),
    ...Object.fromEntries(
      Object.entries(addresses).map(([name, url]) => [`INTERNAL_${name.toUpperCase()}_URL`, url]),
    ),
  })
  return { ...config, ...overrides }
}
