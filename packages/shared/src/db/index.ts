export { type Database, type Db, openDatabase } from './database.ts'
export { migrate, waitForSchema } from './migrate.ts'
export { prepared } from './prepared.ts'
