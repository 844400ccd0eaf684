import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { markets } from '@rose-ash/shared/db/models/market'
import { orderWindows, windowPickups } from '@rose-ash/shared/db/models/market-windows'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../app.ts'
import { asPerson, deskWorld, plain } from '../desk/testing/desk-world.ts'
import { changeSchedule } from './change-schedule.ts'
import { addWindow, changeWindow, savePoint, skipWindow } from './change-window.ts'
import { justTurned, makeWindows } from './make-windows.ts'
import { dateIn } from './occurrences.ts'
import { comingWindows, pointsOf } from './queries.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const zone = 'Europe/London'
const days = (n: number) => new Date(Date.now() + n * 86_400_000)
let world: Awaited<ReturnType<typeof deskWorld>>

/** Opens tomorrow at eight and closes the day after at eight in the evening, each week. */
function weekly() {
  const weekday = (n: number) => dateIn(days(n), zone).dayOfWeek
  return {
    timeZone: zone,
    opensOn: weekday(1),
    opensAt: '08:00',
    closesOn: weekday(2),
    closesAt: '20:00',
    everyWeeks: 1,
    startsOn: dateIn(days(-14), zone).toString(),
  }
}

const coming = () => comingWindows(db, world.market.id)
const mine = () => ({ runner: world.manager, marketId: world.market.id })
const schedule = (values = {}) =>
  changeSchedule(db, app, { ...mine(), schedule: { ...weekly(), ...values }, handouts: [] })

beforeEach(async () => {
  world = await deskWorld(app)
})

describe('a market’s schedule', () => {
  it('makes the windows of eight weeks, with where and when orders are picked up', async () => {
    await savePoint(db, app, { ...mine(), ...aPoint })
    const [point] = await pointsOf(db, world.market.id)
    const pointId = point?.id ?? ''
    const handouts = [{ pointId, daysAfterClosing: 1, startsAt: '16:00', endsAt: '19:00' }]
    await changeSchedule(db, app, { ...mine(), schedule: weekly(), handouts })

    const windows = await coming()
    expect(windows).toHaveLength(8)
    const [pickup] = windows[0]?.pickups ?? []
    expect(pickup).toMatchObject({ pointId, title: 'The Old Tannery' })
    expect(dateIn(new Date(pickup?.startsAt ?? 0), zone).toString()).toBe(
      dateIn(days(3), zone).toString(),
    )
  })

  it('makes each once, however often and by how many at once it is asked', async () => {
    await schedule()
    const before = (await coming()).map(({ id }) => id)
    await db.delete(orderWindows).where(eq(orderWindows.id, before[3] ?? ''))

    await Promise.all([makeWindows(db), makeWindows(db), makeWindows(db)])

    expect(await coming()).toHaveLength(8)
    expect(await makeWindows(db)).toEqual([])
  })

  it('leaves out what was left out, and keeps what was changed by hand', async () => {
    await schedule()
    const [first, second] = await coming()
    if (!first || !second) throw new Error('there are eight')
    await skipWindow(db, app, { ...mine(), windowId: first.id, skip: true })
    const opensAt = new Date(second.opensAt.getTime() + 3_600_000)
    const { closesAt } = second
    await changeWindow(db, app, {
      ...mine(),
      windowId: second.id,
      title: 'Late',
      opensAt,
      closesAt,
    })

    await schedule({ opensAt: '09:00' })

    const windows = await coming()
    expect(windows).toHaveLength(8)
    expect(windows[0]).toMatchObject({ id: first.id, isSkipped: true })
    expect(windows[1]).toMatchObject({ id: second.id, title: 'Late', opensAt, byHand: true })
    const third = windows[2]?.opensAt ?? new Date(0)
    expect(
      new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' }).format(third),
    ).toBe('09:00')
  })

  it('is refused to everybody who does not run the market, and changes nothing', async () => {
    const { member, market } = world
    const change = { runner: member, marketId: market.id, schedule: weekly(), handouts: [] }

    await expect(changeSchedule(db, app, change)).rejects.toThrow('Somebody else runs this market')
    expect(await coming()).toEqual([])
    await changeSchedule(db, app, { ...change, runner: world.admin })
    expect(await coming()).toHaveLength(8)
  })
})

describe('one window', () => {
  it('cannot be open while another is', async () => {
    await addWindow(db, app, { ...mine(), title: '', opensAt: days(1), closesAt: days(3) })

    const overlapping = { ...mine(), title: '', opensAt: days(2), closesAt: days(4) }
    await expect(addWindow(db, app, overlapping)).rejects.toThrow('is open at that time')
    await addWindow(db, app, { ...overlapping, opensAt: days(3) })
    expect(await coming()).toHaveLength(2)
  })

  it.each([
    ['closes before it opens', days(3), days(2), 'closes after it opens'],
    ['is over', days(-3), days(-2), 'would be over already'],
  ])('that %s is refused', async (_what, opensAt, closesAt, message) => {
    const change = { ...mine(), title: '', opensAt, closesAt }

    await expect(addWindow(db, app, change)).rejects.toThrow(message)
  })

  it('takes its pick-ups along when it closes later', async () => {
    await savePoint(db, app, { ...mine(), ...aPoint })
    const [point] = await pointsOf(db, world.market.id)
    await addWindow(db, app, { ...mine(), title: '', opensAt: days(1), closesAt: days(2) })
    const [window] = await coming()
    const windowId = window?.id ?? ''
    const pickup = { windowId, pointId: point?.id ?? '', startsAt: days(3), endsAt: days(4) }
    await db.insert(windowPickups).values(pickup)

    await changeWindow(db, app, {
      ...mine(),
      windowId,
      title: '',
      opensAt: days(1),
      closesAt: days(3),
    })

    const [moved] = await db
      .select()
      .from(windowPickups)
      .where(eq(windowPickups.windowId, windowId))
    const hours = ((moved?.startsAt.getTime() ?? 0) - pickup.startsAt.getTime()) / 3_600_000
    expect(hours).toBeCloseTo(24, 3)
  })

  it('is told of in the minutes after it opened or closed', async () => {
    const opened = { ...mine(), title: '', opensAt: days(0.5), closesAt: days(1) }
    await addWindow(db, app, opened)
    expect(await justTurned(db)).not.toContain(world.market.id)

    await db
      .update(orderWindows)
      .set({ opensAt: sql`now() - interval '30 seconds'` })
      .where(eq(orderWindows.marketId, world.market.id))
    expect(await justTurned(db)).toContain(world.market.id)
  })
})

describe('the page of a market’s windows', () => {
  it('takes a point, a schedule and a skipped week from plain forms', async () => {
    const page = `/desk/markets/${world.market.id}`
    const { look, send } = await asPerson(app, world.manager.personId)
    await send(`${page}/pickup-points`, { title: 'The Old Tannery', address: '3 Mill Lane' })
    const [point] = await pointsOf(db, world.market.id)
    const { timeZone: _, everyWeeks, opensOn, closesOn, ...times } = weekly()

    const saved = await send(`${page}/windows/schedule`, {
      ...times,
      opensOn: String(opensOn),
      closesOn: String(closesOn),
      everyWeeks: String(everyWeeks),
      [`pickup-${point?.id}`]: 'on',
      [`days-${point?.id}`]: '1',
      [`from-${point?.id}`]: '16:00',
      [`to-${point?.id}`]: '19:00',
    })
    const [first] = await coming()
    await send(`${page}/windows/${first?.id}/skipping`, { skip: 'yes' })

    expect(saved.statusCode).toBe(303)
    const html = plain((await look(`${page}/windows`)).body)
    expect(html).toContain('Left out')
    expect(html.match(/The Old Tannery: /g)).toHaveLength(8)
  })

  it('tells shoppers where and when what they order is handed out, unless that week is skipped', async () => {
    const { market } = world
    await db.update(markets).set({ ordering: 'windows' }).where(eq(markets.id, market.id))
    await savePoint(db, app, { ...mine(), ...aPoint })
    const [point] = await pointsOf(db, market.id)
    const handout = { daysAfterClosing: 1, startsAt: '16:00', endsAt: '19:00' }
    const handouts = [{ ...handout, pointId: point?.id ?? '' }]
    await changeSchedule(db, app, { ...mine(), schedule: weekly(), handouts })
    const shelf = async () => {
      await app.cache.purge([`market:${market.id}`])
      const headers = { accept: 'text/html' }
      return plain((await app.inject({ url: `/markets/${market.slug}`, headers })).body)
    }
    const [first, second] = await coming()
    const dayOf = (at = '') =>
      new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long' }).format(
        new Date(at),
      )

    expect(await shelf()).toContain(`${dayOf(first?.pickups[0]?.startsAt)}, 16:00 to 19:00`)
    await skipWindow(db, app, { ...mine(), windowId: first?.id ?? '', skip: true })
    const html = await shelf()
    expect(html).toContain(`${dayOf(second?.pickups[0]?.startsAt)}, 16:00 to 19:00`)
    expect(html).not.toContain(`${dayOf(first?.pickups[0]?.startsAt)}, 16:00`)
  })

  it('says what is missing of a pick-up, and keeps the schedule as it was', async () => {
    const page = `/desk/markets/${world.market.id}`
    const { send } = await asPerson(app, world.manager.personId)
    await savePoint(db, app, { ...mine(), ...aPoint })
    const [point] = await pointsOf(db, world.market.id)
    const { timeZone: _, everyWeeks, opensOn, closesOn, ...times } = weekly()
    const words = {
      ...times,
      opensOn: `${opensOn}`,
      closesOn: `${closesOn}`,
      everyWeeks: `${everyWeeks}`,
    }

    const refused = await send(`${page}/windows/schedule`, {
      ...words,
      [`pickup-${point?.id}`]: 'on',
      [`days-${point?.id}`]: '1',
    })

    expect(refused.statusCode).toBe(400)
    expect(plain(refused.body)).toContain('Give the day and both times of every pick-up')
    expect(await coming()).toEqual([])
  })
})

const aPoint = { title: 'The Old Tannery', address: '3 Mill Lane', notes: '', active: true }
