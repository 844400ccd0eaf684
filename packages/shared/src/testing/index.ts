export { aPage, aPerson, aTicketType, aVariant } from './builders.ts'
export { freePort } from './postgres.ts'
export { testConfig } from './test-config.ts'
export { testDatabase } from './test-database.ts'
