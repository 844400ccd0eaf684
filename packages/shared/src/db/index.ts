export { has } from './has.ts'
export { type Column, type Database, type Db, openDatabase, type SQL } from './database.ts'
export { migrate, waitForSchema } from './migrate.ts'
export { prepared } from './prepared.ts'
