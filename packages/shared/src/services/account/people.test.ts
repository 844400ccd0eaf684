import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { people } from '../../db/models/account.ts'
import { NotFound } from '../../errors/index.ts'
import { testDatabase } from '../../testing/index.ts'
import { hasRole, person, welcome } from './people.ts'

const { db } = await testDatabase()
const admins = ['ada@rose-ash.example']

describe('a person', () => {
  it('is made at the first sign-in, and is the same at the next, however it is written', async () => {
    const [first, second] = await Promise.all([
      welcome(db, { email: 'tom@rose-ash.example', admins }),
      welcome(db, { email: 'Tom@Rose-Ash.example', admins }),
    ])

    expect(first.id).toBe(second.id)
    expect(await db.$count(people)).toBe(1)
    expect(await person(db, first.id)).toMatchObject({ name: null, roles: [] })
  })

  it('is an administrator when the configuration says so', async () => {
    const { id, roles } = await welcome(db, { email: 'Ada@rose-ash.example', admins })

    expect(roles).toEqual(['admin'])
    expect(await hasRole(db, id, 'editor', 'admin')).toBe(true)
    expect(await hasRole(db, id, 'author')).toBe(false)
  })

  it('has to be there', async () => {
    await expect(person(db, randomUUID())).rejects.toBeInstanceOf(NotFound)
  })
})
