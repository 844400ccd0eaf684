export { type AppName, appNames, forEachApp } from './apps.ts'
export { ConfigError } from './config-error.ts'
export { deriveKey } from './derive-key.ts'
export { type Config, loadConfig } from './load-config.ts'
