import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { nextTurn, noTurnBefore, slower, turnSql } from './next-turn.ts'
import { retryAt } from './retry-after.ts'
import { decodeText } from './decode-body.ts'

const now = new Date('2026-11-23T10:00:00Z')
const after = (ms: number) => new Date(now.getTime() + ms)
const rate = { everyMs: 1_000, burst: 3 }

describe('the turns of a host', () => {
  it('are three at once after a rest, then one in a second', () => {
    const taken: number[] = []
    let state: { fullAt: Date } | undefined
    for (let ms = 0; ms <= 3_000; ms += 100) {
      for (
        let turn = nextTurn(state, after(ms), rate);
        turn.taken;
        turn = nextTurn(state, after(ms), rate)
      ) {
        state = turn.state
        taken.push(ms)
      }
    }

    expect(taken).toEqual([0, 0, 0, 1_000, 2_000, 3_000])
    expect(nextTurn(state, after(3_100), rate)).toEqual({ taken: false, at: after(4_000) })
  })

  it('never exceed the rate over any time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(700), { maxLength: 60 }), (waits) => {
        let state: { fullAt: Date } | undefined
        let ms = 0
        let count = 0
        for (const wait of waits) {
          ms += wait
          const turn = nextTurn(state, after(ms), rate)
          if (turn.taken) {
            state = turn.state
            count += 1
          }
        }
        expect(count).toBeLessThanOrEqual(rate.burst + Math.floor(ms / rate.everyMs))
      }),
    )
  })

  it('wait for as long as a site says, and as slowly as it says', () => {
    const state = noTurnBefore(undefined, after(60_000), rate)

    expect(nextTurn(state, now, rate)).toEqual({ taken: false, at: after(60_000) })
    expect(nextTurn(state, after(60_000), rate)).toMatchObject({ taken: true })
    expect(nextTurn(state, after(60_999), rate)).toMatchObject({ taken: true })
    expect(slower(rate, 5)).toEqual({ everyMs: 5_000, burst: 1 })
    expect(slower(rate, 0.5)).toBe(rate)
  })

  it('are the same in PostgreSQL, and of many at once only three pass', async () => {
    const { db } = await testDatabase()
    await db.execute(sql`create table turns (host text primary key, full_at timestamptz not null)`)
    const turn = turnSql(sql`turns.full_at`, { everyMs: 60_000, burst: 3 })
    const take = () =>
      db.execute(sql`
        insert into turns values ('a.example', ${turn.first})
        on conflict (host) do update set full_at = ${turn.taken} where ${turn.isFree}
        returning full_at`)

    const answers = await Promise.all(Array.from({ length: 20 }, take))

    expect(answers.filter(({ rows }) => rows.length === 1)).toHaveLength(3)
    const { rows } = await db.execute<{ wait: string }>(
      sql`select extract(epoch from ${turn.at} - now()) as wait from turns`,
    )
    expect(Number(rows[0]?.wait)).toBeGreaterThan(50)
    expect(Number(rows[0]?.wait)).toBeLessThanOrEqual(60)
  })
})

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    ['0', 1_000],
    ['999999999', 86_400_000],
    ['Mon, 23 Nov 2026 10:01:30 GMT', 90_000],
    ['Mon, 23 Nov 2026 09:00:00 GMT', 1_000],
    ['soon', 300_000],
    ['-5', 300_000],
    [undefined, 300_000],
  ])('%s is %i ms', (header, ms) => {
    expect(retryAt(header, now)).toEqual(after(ms))
  })
})

describe('the characters of a page', () => {
  it.each([
    ['by the header', Buffer.from('K\xe4se', 'latin1'), 'text/html; charset=iso-8859-1'],
    ['by the page', Buffer.from('<meta charset="windows-1252">K\xe4se', 'latin1'), 'text/html'],
    [
      'by the mark, whatever the header says',
      Buffer.from('\uFEFFKäse'),
      'text/html; charset=iso-8859-1',
    ],
    ['as UTF-8', Buffer.from('Käse'), 'text/html'],
    ['as Windows, when UTF-8 it cannot be', Buffer.from('K\xe4se', 'latin1'), ''],
    ['with a charset that there is not', Buffer.from('Käse'), 'text/html; charset=klingon'],
  ])('are told %s', (_how, bytes, contentType) => {
    expect(decodeText(bytes, contentType).replace(/<.*>/, '')).toBe('Käse')
  })
})
