import { beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../contracts/account.ts'
import { roles } from '../../db/models/account.ts'
import { aPerson, testDatabase } from '../../testing/index.ts'
import { hasRole } from './people.ts'
import { giveRole, peopleWithRoles, takeRole } from './roles.ts'

const { db } = await testDatabase()

async function aRole(role: Role, name: string): Promise<string> {
  const { id } = await aPerson(db, { name })
  await db.insert(roles).values({ personId: id, role })
  return id
}

beforeEach(async () => {
  await db.delete(roles)
})

describe('a role', () => {
  it('is given once however often, and taken, by an administrator', async () => {
    const by = await aRole('admin', 'Ada')
    const { id: personId } = await aPerson(db, { name: 'Bob' })
    const change = { by, personId, role: 'editor' as const }

    await Promise.all([giveRole(db, change), giveRole(db, change)])

    const listed = (await peopleWithRoles(db, by)).map((one) => [one.name, one.roles])
    expect(listed).toEqual([
      ['Ada', ['admin']],
      ['Bob', ['editor']],
    ])
    await takeRole(db, change)
    await takeRole(db, change)
    expect(await hasRole(db, personId, 'editor')).toBe(false)
  })

  it('is no matter of editors, not even to look at', async () => {
    const [by, personId] = [await aRole('editor', 'Eve'), await aRole('author', 'Bob')]

    await expect(giveRole(db, { by, personId: by, role: 'admin' })).rejects.toThrow('Only admin')
    await expect(takeRole(db, { by, personId, role: 'author' })).rejects.toThrow('Only admin')
    await expect(peopleWithRoles(db, by)).rejects.toThrow('Only admin')
    expect(await hasRole(db, by, 'admin')).toBe(false)
    expect(await hasRole(db, personId, 'author')).toBe(true)
  })

  it('of the last administrator is never taken', async () => {
    const by = await aRole('admin', 'Ada')

    const refused = takeRole(db, { by, personId: by, role: 'admin' })

    await expect(refused).rejects.toMatchObject({ code: 'last_admin', status: 409 })
    expect(await hasRole(db, by, 'admin')).toBe(true)
  })

  it('stays with one of two administrators who take it from each other at once', async () => {
    const [ada, bob] = [await aRole('admin', 'Ada'), await aRole('admin', 'Bob')]

    const outcomes = await Promise.allSettled([
      takeRole(db, { by: ada, personId: bob, role: 'admin' }),
      takeRole(db, { by: bob, personId: ada, role: 'admin' }),
    ])

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await db.$count(roles)).toBe(1)
  })
})
