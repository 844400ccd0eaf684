import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { createApp } from '@rose-ash/shared/app'
import { people, roles } from '@rose-ash/shared/db/models/account'
import { pageManagers } from '@rose-ash/shared/db/models/blog'
import { baskets } from '@rose-ash/shared/db/models/cart'
import { vouchers } from '@rose-ash/shared/db/models/cart-terms'
import {
  aPage,
  aPerson,
  aSlot,
  aVariant,
  signedIn,
  testApp,
  testConfig,
  testDatabase,
} from '@rose-ash/shared/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { shopPlugin } from '../../shop.ts'
import { voucherLinkRoutes } from '../routes.ts'
import { voucherListRoutes, voucherRoutes } from './routes.ts'

const { db, url } = await testDatabase()
const views = new URL('../../views/', import.meta.url)
const features = [shopPlugin, voucherListRoutes, voucherRoutes, voucherLinkRoutes]
const app = await testApp(
  (config) => createApp(config, { views, features }),
  testConfig('cart', { databaseUrl: url }),
)

const asPerson = async (person: typeof people.$inferSelect) =>
  asBrowser(app, await signedIn(app, person))

function asBrowser(at: FastifyInstance, who: Record<string, string>) {
  const headers = { ...who, accept: 'text/html' }
  return {
    look: (address: string) => at.inject({ url: address, headers }),
    send: (address: string, form: Record<string, string> = {}) =>
      at.inject({
        method: 'POST',
        url: address,
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(form).toString(),
      }),
  }
}

const page = await aPage(db)
const other = await aPage(db, { title: 'Kiln Lane' })
const [managing, adminPerson, memberPerson] = [
  await aPerson(db),
  await aPerson(db),
  await aPerson(db),
]
await db.insert(pageManagers).values({ pageId: page.id, personId: managing.id })
await db.insert(roles).values({ personId: adminPerson.id, role: 'admin' })
const manager = await asPerson(managing)
const admin = await asPerson(adminPerson)
const member = await asPerson(memberPerson)
const stranger = asBrowser(app, {})

const form = (values: Record<string, string> = {}) => ({
  code: '',
  title: 'A tenth off',
  pageId: page.id,
  kind: 'percent',
  percent: '10',
  ...values,
})
const byCode = async (code: string) => {
  const [row] = await db.select().from(vouchers).where(eq(vouchers.code, code))
  if (!row) throw new Error(`no voucher ${code}`)
  return row
}

describe('vouchers at the desk', () => {
  let ownId = ''
  let commonId = ''

  beforeAll(async () => {
    await manager.send('/desk/vouchers', form({ code: 'OURS' }))
    await admin.send('/desk/vouchers', form({ code: 'ALL', pageId: '' }))
    ownId = (await byCode('OURS')).id
    commonId = (await byCode('ALL')).id
  })

  it('are for those who run a page, and those for all pages for administrators', async () => {
    const codesOf = async (who: typeof manager, address: string) =>
      (await who.look(address)).statusCode
    const all = [stranger, member, manager, admin]
    const statuses = (address: string) => Promise.all(all.map((who) => codesOf(who, address)))

    expect(await statuses('/desk/vouchers')).toEqual([303, 403, 200, 200])
    expect(await statuses('/desk/vouchers.csv')).toEqual([303, 403, 200, 200])
    expect(await statuses('/desk/vouchers/new')).toEqual([303, 403, 200, 200])
    expect(await statuses(`/desk/vouchers/${ownId}`)).toEqual([303, 403, 200, 200])
    expect(await statuses(`/desk/vouchers/${commonId}`)).toEqual([303, 403, 403, 200])

    const sent = await Promise.all([
      stranger.send('/desk/vouchers', form()),
      member.send('/desk/vouchers', form()),
      manager.send('/desk/vouchers', form({ pageId: '' })),
      manager.send('/desk/vouchers', form({ pageId: other.id })),
      manager.send(`/desk/vouchers/${ownId}`, form({ code: 'OURS', pageId: other.id })),
      manager.send(`/desk/vouchers/${commonId}`, form({ code: 'MINE' })),
      manager.send(`/desk/vouchers/${commonId}/switch`, { active: 'no' }),
    ])
    expect(sent.map(({ statusCode }) => statusCode)).toEqual([401, 403, 403, 403, 403, 403, 403])
    expect(await db.$count(vouchers)).toBe(2)
    expect(await byCode('ALL')).toMatchObject({ active: true, version: 1 })
  })

  it('shows a manager their own, with the link to give away', async () => {
    const mine = (await manager.look('/desk/vouchers')).body

    expect(mine).toContain(`href="/desk/vouchers/${ownId}"`)
    expect(mine).toContain('/vouchers/OURS</a>')
    expect(mine).toContain('10% off')
    expect(mine).not.toContain(commonId)
    expect((await admin.look('/desk/vouchers')).body).toContain(commonId)
    expect((await admin.look('/desk/vouchers?q=our')).body).not.toContain(commonId)
  })

  it('are changed, by one person at a time, and not below what was used', async () => {
    await manager.send('/desk/vouchers', form({ code: 'CHANGES' }))
    const { id } = await byCode('CHANGES')
    const variant = await aVariant(db, { pageId: page.id })
    const change = (values: Record<string, string>) =>
      manager.send(`/desk/vouchers/${id}`, form({ code: 'CHANGES', ...values }))

    const item = `product:${variant.id}`
    const first = await change({ version: '1', kind: 'amount', amount: '2.50', item, maxUses: '5' })
    const late = await change({ version: '1', percent: '20' })

    expect([first.statusCode, late.statusCode]).toEqual([303, 409])
    expect(late.body).toContain('Somebody else saved this while you were at it.')
    expect(await byCode('CHANGES')).toMatchObject({
      kind: 'amount',
      amountMinor: 250,
      basisPoints: null,
      currency: 'GBP',
      itemKind: 'product',
      itemId: variant.id,
      maxUses: 5,
      version: 2,
    })
    await db.update(vouchers).set({ used: 3 }).where(eq(vouchers.id, id))
    const few = await change({ version: '2', maxUses: '2' })
    expect(few.statusCode).toBe(409)
    expect(few.body).toContain('It was used 3 times already. Allow at least as many.')
    const taken = await change({ version: '2', code: 'ours' })
    expect(taken.body).toMatch(/There is a voucher .{1,8}ours.{1,8} already/)
    expect(await byCode('CHANGES')).toMatchObject({ maxUses: 5, version: 2 })
  })

  it('are for what is booked by the slot, too', async () => {
    const { resource } = await aSlot(db, { resource: { pageId: page.id } })
    const foreign = (await aSlot(db, { resource: { pageId: other.id } })).resource
    const item = `booking:${resource.id}`
    const blankForm = (await manager.look('/desk/vouchers/new')).body

    await manager.send('/desk/vouchers', form({ code: 'OVEN', kind: 'free_item', item }))

    expect(blankForm).toContain(`<option value="${item}">The bread oven, any time</option>`)
    expect(blankForm).not.toContain(foreign.id)
    const { id, ...made } = await byCode('OVEN')
    expect(made).toMatchObject({ itemKind: 'booking', itemId: resource.id, kind: 'free_item' })
    const again = (await manager.look(`/desk/vouchers/${id}`)).body
    expect(again).toContain(`<option value="${item}" selected>The bread oven, any time</option>`)
  })

  it.each([
    [{ percent: '0' }, 'between 0.01 and 100'],
    [{ percent: '101' }, 'between 0.01 and 100'],
    [{ kind: 'amount', amount: '1.234' }, 'is not an amount'],
    [{ kind: 'amount', amount: '0' }, 'takes nothing off'],
    [{ kind: 'free_item' }, 'Choose what the voucher gives'],
    [{ code: 'a b' }, 'A code has 3 to 40'],
    [{ startsAt: '2026-12-02T10:00', endsAt: '2026-12-01T10:00' }, 'ends before it begins'],
    [{ endsAt: 'soon' }, 'is not a date and time'],
  ])('say what is wrong with %j and keep what was typed', async (values, words) => {
    const before = await db.$count(vouchers)

    const { statusCode, body } = await manager.send('/desk/vouchers', form(values))

    expect(statusCode).toBe(400)
    expect(body).toContain(words)
    expect(body).toContain('value="A tenth off"')
    expect(await db.$count(vouchers)).toBe(before)
  })

  it('are made many at once, each with a code of its own, and given out as a file', async () => {
    const batch = form({ title: '=Helpers', code: 'FAIR', many: '200', maxUses: '1' })
    const { headers } = await manager.send('/desk/vouchers', batch)

    expect(headers.location).toBe('/desk/vouchers?q=%3DHelpers')
    const file = await manager.look('/desk/vouchers.csv?q=%3DHelpers')
    const [head, ...lines] = file.body.split('\r\n').filter(Boolean)
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(head).toBe('\uFEFFCode,Name,Link,Used,At most,Valid')
    expect(lines).toHaveLength(200)
    expect(new Set(lines).size).toBe(200)
    const row = /^(FAIR-[A-Z\d]{5}-[A-Z\d]{5}),'=Helpers,https?:\/\/[^,]+\/vouchers\/\1,0,1,yes$/
    expect(lines.filter((line) => !row.test(line))).toEqual([])
    const first = await manager.look('/desk/vouchers?q=%3DHelpers')
    expect(first.body.match(/Switch off/g)).toHaveLength(50)
    expect(first.body).toContain('Older ones')
  })

  it('are switched off, and on again', async () => {
    await manager.send(`/desk/vouchers/${ownId}/switch`, { active: 'no' })
    expect(await byCode('OURS')).toMatchObject({ active: false })

    await manager.send(`/desk/vouchers/${ownId}/switch`, { active: 'yes' })
    expect(await byCode('OURS')).toMatchObject({ active: true })
  })
})

describe('a voucher’s link', () => {
  it('puts it into the basket of whoever follows it, once', async () => {
    const codes = async () => {
      const [row] = await db.select().from(baskets).where(eq(baskets.personId, memberPerson.id))
      return row?.voucherCodes
    }

    const { statusCode, headers } = await member.look('/vouchers/ours')
    expect([statusCode, headers.location]).toEqual([303, '/'])
    expect(await codes()).toEqual(['OURS'])

    await member.look('/vouchers/OURS')
    expect(await codes()).toEqual(['OURS'])
  })

  it('makes a stranger a visitor, and says when there is no such voucher', async () => {
    const { statusCode, headers } = await stranger.look('/vouchers/ours')
    expect(statusCode).toBe(303)
    expect(String(headers['set-cookie'])).toContain('visitor=')

    const unknown = await stranger.look('/vouchers/never')
    expect(unknown.statusCode).toBe(409)
    expect(unknown.body).toContain('We know no such voucher.')
  })
})
