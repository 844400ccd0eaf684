import { desc, eq } from 'drizzle-orm'
import { observations, supplierItems } from '@rose-ash/shared/db/models/market-review'
import { supplierPages, supplierRuns, suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { createOutgoing } from '@rose-ash/shared/http'
import { testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { supplierWorld } from '../testing/supplier-world.ts'
import { resumeRun, startDueRuns, startRun, stopRun } from './control-run.ts'
import { runSupplier } from './run-supplier.ts'

const { db } = await testDatabase()

const lastRun = async (supplierId: string) => {
  const [run] = await db
    .select()
    .from(supplierRuns)
    .where(eq(supplierRuns.supplierId, supplierId))
    .orderBy(desc(supplierRuns.id))
  return run
}

describe('reading a supplier’s catalogue', () => {
  it('finds every product once, and says so afterwards', async () => {
    const { read, site, supplier } = await supplierWorld(db, { count: 30 })

    expect(await read()).toMatchObject({ outcome: 'done' })

    const run = await lastRun(supplier.id)
    const wanted = site.products.flatMap((one) =>
      site.engineOf(one) === 'shopify' ? [`A-${one.id}-1`, `A-${one.id}-2`] : [`A-${one.id}`],
    )
    const items = await db
      .select()
      .from(supplierItems)
      .where(eq(supplierItems.supplierId, supplier.id))
    expect(items.map(({ externalId }) => externalId).toSorted()).toEqual(wanted.toSorted())
    expect(run).toMatchObject({
      state: 'done',
      isComplete: true,
      problem: null,
      report: { items: wanted.length, item_new: wanted.length, page_ok: 32 },
    })
    // Twice linked, once read.
    const paths = site.requests.map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
  })

  it('asks only whether anything changed the second time, and reads nothing again', async () => {
    const { read, site, supplier } = await supplierWorld(db, { count: 12 })
    await read()
    const seen = await db.$count(observations)
    const before = site.requests.length

    await read()

    const asked = site.requests.slice(before).map(({ path }) => path)
    expect(asked.toSorted()).toEqual(['/', ...site.products.map(site.pathOf)].toSorted())
    expect((await lastRun(supplier.id))?.report).toMatchObject({ page_unchanged: 13 })
    expect((await lastRun(supplier.id))?.report).not.toHaveProperty('page_ok')
    expect(await db.$count(observations)).toBe(seen)
  })

  it('keeps every observation with where, when and the words of the page', async () => {
    const { read, site, supplier } = await supplierWorld(db, { count: 6 })
    await read()
    const one = site.products.find((product) => site.engineOf(product) === 'openGraph')
    if (!one) throw new Error('there is such a product')
    one.priceMinor += 100
    await read()

    const rows = await db
      .select({ observation: observations })
      .from(observations)
      .innerJoin(supplierItems, eq(supplierItems.id, observations.itemId))
      .where(eq(supplierItems.externalId, `A-${one.id}`))
      .orderBy(observations.id)
    const own = rows.map(({ observation }) => observation).slice(-2)
    expect(own.map(({ priceMinor }) => priceMinor)).toEqual([one.priceMinor - 100, one.priceMinor])
    expect(own[1]).toMatchObject({ sourceUrl: site.url + site.pathOf(one) })
    expect(JSON.stringify(own[1]?.found)).toContain('product:price:amount')
    expect(supplier.id).not.toBe('')
  })

  it('waits between two requests as long as was agreed, whoever asks', async () => {
    const { parts, people, site } = await supplierWorld(db, {
      count: 5,
      values: { rateSeconds: 0.15 },
    })
    const runId = await startRun(parts, people)

    await Promise.all([runSupplier(parts, runId), runSupplier(parts, runId)])

    const times = site.requests.map(({ at }) => at)
    const gaps = times.slice(1).map((at, n) => at - (times[n] ?? 0))
    expect(times).toHaveLength(7)
    // What the network adds to one request it may take from the next.
    expect(Math.min(...gaps)).toBeGreaterThan(110)
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(6 * 150 - 40)
  })

  it('survives all that it meets, and says what it was', async () => {
    const { read, site, supplier } = await supplierWorld(db, { count: 4 })
    const odd = ['/loop', '/huge', '/bomb', '/prices.pdf', '/ended', '/broken', '/slow']
    site.link(...odd, '/private/prices', '/to-private', '/old/1')

    await read()

    const pages = await db
      .select()
      .from(supplierPages)
      .where(eq(supplierPages.supplierId, supplier.id))
    const outcome = (path: string) => pages.find(({ url }) => url === site.url + path)?.outcome
    expect(odd.map(outcome)).toEqual([
      'redirect_loop',
      'too_large',
      'too_large',
      'not_html',
      'gone',
      'failed',
      'ok',
    ])
    expect(outcome('/private/prices')).toBe('refused')
    expect(outcome('/to-private')).toBe('refused')
    expect(pages.filter(({ outcome, problem }) => outcome === 'failed' && !problem)).toEqual([])
    expect(site.requests.filter(({ path }) => path === '/private/prices')).toEqual([])
    // A page that is broken is tried again, and then no more.
    expect(site.requests.filter(({ path }) => path === '/broken')).toHaveLength(4)
    expect((await lastRun(supplier.id))?.state).toBe('done')
    // The old address shows what another page shows: one item.
    const first = site.products[0]
    const items = await db
      .select()
      .from(supplierItems)
      .where(eq(supplierItems.supplierId, supplier.id))
    const shown = items.filter(({ title }) => title.startsWith(first?.name ?? '?'))
    expect(shown).toHaveLength(2)
  })

  it('comes back when a busy site wants it, and not before', async () => {
    const { read, site } = await supplierWorld(db, { count: 1 })
    site.link('/busy')

    expect(await read()).toMatchObject({ outcome: 'done' })

    const busy = site.requests.filter(({ path }) => path === '/busy')
    expect(busy).toHaveLength(2)
    const [first, second] = busy.map(({ at }) => at)
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(1_950)
    const between = site.requests.filter(({ at }) => at > (first ?? 0) && at < (first ?? 0) + 1_950)
    expect(between).toEqual([])
  })

  it('never asks this machine itself, unless that was allowed', async () => {
    const { parts, people, site, supplier } = await supplierWorld(db, { count: 1 })
    const guarded = createOutgoing()
    const runId = await startRun(parts, people)

    await runSupplier({ ...parts, outgoing: guarded }, runId, { backOffMs: 1 })
    await guarded.close()

    expect(site.requests).toEqual([])
    const pages = await db
      .select({ problem: supplierPages.problem })
      .from(supplierPages)
      .where(eq(supplierPages.supplierId, supplier.id))
    expect(pages).toEqual([{ problem: 'The shop’s robots.txt cannot be read now.' }])
  })
})

describe('a run', () => {
  it('is one at a time, stops after a page, and goes on where it was', async () => {
    const { parts, people, site, supplier } = await supplierWorld(db, { count: 8 })
    const runId = await startRun(parts, people)
    await expect(startRun(parts, people)).rejects.toMatchObject({ code: 'runs_already' })
    await expect(resumeRun(parts, people)).rejects.toMatchObject({ code: 'not_stopped' })

    await stopRun(parts, people)
    expect(await runSupplier(parts, runId)).toEqual({ outcome: 'stopped' })
    expect(site.requests).toEqual([])
    await resumeRun(parts, people)
    expect(await runSupplier(parts, runId)).toEqual({ outcome: 'done' })

    expect((await lastRun(supplier.id))?.report).toMatchObject({ page_ok: 9 })
    await expect(resumeRun(parts, people)).rejects.toMatchObject({ code: 'not_stopped' })
  })

  it('is for managers and administrators alone', async () => {
    const { parts, people, adminId, memberId, supplier } = await supplierWorld(db, { count: 1 })
    const by = (personId: string) => startRun(parts, { ...people, personId })

    await expect(by(memberId)).rejects.toMatchObject({ status: 403 })
    expect(await lastRun(supplier.id)).toBeUndefined()
    expect(await by(adminId)).toEqual(expect.any(String))
  })

  it('begins by itself when it is due, once', async () => {
    const { supplier } = await supplierWorld(db, {
      count: 1,
      values: { everyHours: 24, nextRunAt: new Date(Date.now() - 1_000) },
    })

    const begun = await Promise.all([startDueRuns(db), startDueRuns(db)])

    expect(begun.reduce((sum, n) => sum + n)).toBe(1)
    expect(await lastRun(supplier.id)).toMatchObject({ state: 'running', startedBy: null })
    const [row] = await db.select().from(suppliers).where(eq(suppliers.id, supplier.id))
    expect(row?.nextRunAt?.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000)
    expect(await startDueRuns(db)).toBe(0)
  })
})
