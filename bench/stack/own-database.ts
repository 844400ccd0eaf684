import { sql } from 'drizzle-orm'
import { migrate, openDatabase } from '@rose-ash/shared/db'
import { people, roles } from '@rose-ash/shared/db/models/account'

/**
 * An empty database beside the stack's, with an administrator: no worker of the stack takes its jobs,
 * so what is measured is what the case itself does.
 */
export async function openOwnDatabase(stackUrl: string, name: string) {
  const admin = openDatabase({ url: stackUrl, size: 1, onError: () => undefined })
  await admin.db.execute(sql.raw(`create database ${name}`))
  await admin.close()
  const url = new URL(stackUrl)
  url.pathname = `/${name}`
  await migrate(url.href)
  const { db, close } = openDatabase({ url: url.href, size: 4, onError: () => undefined })
  const values = { email: 'bench@rose-ash.example', name: 'Bench', handle: 'bench' }
  const [person] = await db.insert(people).values(values).returning({ id: people.id })
  const personId = person?.id ?? ''
  await db.insert(roles).values({ personId, role: 'admin' })
  return { db, close, url: url.href, personId }
}
