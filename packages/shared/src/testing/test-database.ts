import { randomUUID } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { type Database, openDatabase } from '../db/index.ts'
import type {} from './global-setup.ts'
import { query } from './postgres.ts'

/**
 * A fresh, migrated database for the test file that calls it, closed and dropped when its tests
 * have run.
 */
export async function testDatabase(): Promise<Database & { url: string }> {
  const admin = inject('postgresUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await query(admin, `create database ${name} template template_rose_ash`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  const database = openDatabase({ url: url.href, size: 10, onError: () => undefined })
  afterAll(async () => {
    await database.close()
    await query(admin, `drop database ${name} with (force)`)
  })
  return { ...database, url: url.href }
}
