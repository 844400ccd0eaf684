import { beforeAll, describe, expect, it } from 'vitest'
import { appNames } from '@rose-ash/shared/config'
import { testDatabase } from '@rose-ash/shared/testing'
import type { Row } from './row.ts'
import { accessTable } from './table.ts'
import { createWorld, type Role, type World } from './world.ts'

const { db, url } = await testDatabase()
const roles: Role[] = ['stranger', 'member', 'owner', 'admin']
let world: World
let table: Row[]

beforeAll(async () => {
  world = await createWorld(db, url)
  table = accessTable(world)
})

describe('who may use which route', () => {
  it('is said in the table for every route of every app, and for no other', () => {
    const registered = appNames.flatMap((app) =>
      world.apps[app].accessList
        .filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS')
        .map(({ method, url: route }) => `${app} ${method} ${route}`),
    )

    const listed = table.map(({ app, method, url: route }) => `${app} ${method} ${route}`)

    expect(listed.toSorted()).toEqual([...new Set(registered)].toSorted())
  })

  it('is kept by every route for a stranger, a member, an owner and an admin', async () => {
    const answers: string[] = []
    const expected: string[] = []
    for (const row of table) {
      const name = `${row.app} ${row.method} ${row.url}`
      expected.push(`${name}: ${row.statuses.join(' ')}`)
      const statuses: number[] = []
      for (const role of roles) statuses.push(await ask(row, role))
      answers.push(`${name}: ${statuses.join(' ')}`)
    }

    expect(answers).toEqual(expected)
  })
})

async function ask({ app, method, path, body, json }: Row, role: Role): Promise<number> {
  const response = await world.apps[app].inject({
    method,
    url: path,
    headers: {
      host: new URL(world.apps[app].appConfig.origins[app]).host,
      ...world.as(role, app),
      ...(body && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(body && { payload: new URLSearchParams(body).toString() }),
    ...(json && { payload: json }),
  })
  return response.statusCode
}
