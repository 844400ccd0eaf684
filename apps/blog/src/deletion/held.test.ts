import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { authors, posts } from '@rose-ash/shared/db/models/blog'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { merchants, sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { handoverOptions, handovers, vouchers } from '@rose-ash/shared/db/models/cart-terms'
import { resources } from '@rose-ash/shared/db/models/events-bookings'
import { anOrder, aPage, aSlot, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { asPerson } from '../testing/as-person.ts'
import { aDesk } from '../testing/desk.ts'
import { emptyBin } from './empty-bin.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { services, anEditor } = aDesk(db)
const monthAgo = (more = 0) => new Date(Date.now() - 31 * 86_400_000 + more)

/** What names a page, by its table, and what the blog says of it. */
const holders: Record<string, { write: (pageId: string) => Promise<unknown>; words: string }> = {
  'cart.order_lines': {
    write: async (pageId) => {
      const { id: orderId } = await anOrder(db)
      const itemId = crypto.randomUUID()
      const line = { orderId, pageId, itemId, title: 'For the roof', unitMinor: 500, quantity: 1 }
      await db.insert(orderLines).values({ ...line, kind: 'donation' })
    },
    words: 'People ordered from it',
  },
  'cart.handovers': {
    write: async (pageId) => {
      const { id: orderId } = await anOrder(db)
      await db.insert(handovers).values({ orderId, pageId, kind: 'pickup' })
    },
    words: 'People ordered from it',
  },
  'cart.merchants': {
    write: (pageId) =>
      db
        .insert(merchants)
        .values({ pageId, name: 'Mill', merchantCode: 'M1', sealedCredentials: 'sealed' }),
    words: 'an account that takes its money',
  },
  'cart.sellers': {
    write: (pageId) => db.insert(sellers).values({ pageId }),
    words: 'It sells, and how',
  },
  'cart.handover_options': {
    write: (pageId) =>
      db.insert(handoverOptions).values({
        pageId,
        kind: 'pickup',
        currency: 'GBP',
        title: 'At the mill',
        weekdays: [5],
        startsAt: '10:00',
        endsAt: '12:00',
      }),
    words: 'It sells, and how',
  },
  'cart.vouchers': {
    write: (pageId) =>
      db
        .insert(vouchers)
        .values({ pageId, code: pageId, title: 'Less', kind: 'percent', basisPoints: 1000 }),
    words: 'Vouchers are good for what it sells',
  },
  'events.resources': {
    write: (pageId) => aSlot(db, { resource: { pageId } }),
    words: 'People can book &#8220;The bread oven&#8221; here. Move it to another page first.',
  },
}

async function aDraftPage(values: Partial<typeof posts.$inferInsert> = {}) {
  const slug = crypto.randomUUID()
  const [author] = await db.insert(authors).values({ slug, name: 'Ada' }).returning()
  return aPage(db, { status: 'draft', publishedAt: null, authorId: author?.id ?? '', ...values })
}

const isThere = async (id: string) =>
  (await db.select().from(posts).where(eq(posts.id, id))).length === 1

describe('a page that something outside the blog names', () => {
  it('is known by every table that could name one', async () => {
    const { rows } = await db.execute<{ name: string }>(sql`
      select distinct conrelid::regclass::text as name from pg_constraint
      where contype = 'f' and confrelid = 'blog.posts'::regclass and confdeltype = 'a' order by 1`)

    expect(rows.map(({ name }) => name)).toEqual(Object.keys(holders).toSorted())
  })

  it.each(Object.entries(holders))(
    'stays where it is for %s, and the bin is emptied of the rest',
    async (_table, { write, words }) => {
      const { look, send } = await asPerson(app, (await anEditor()).personId)
      const page = await aDraftPage()
      await write(page.id)

      const asked = await look(`/posts/${page.id}/deletion`)
      const refused = await send(`/posts/${page.id}/deletion`)

      expect(asked.body).toContain(words)
      expect(asked.body).not.toContain('Delete it<')
      expect([refused.statusCode, refused.body.includes(words)]).toEqual([409, true])
      await db.update(posts).set({ deletedAt: monthAgo() }).where(eq(posts.id, page.id))
      const other = await aDraftPage({ deletedAt: monthAgo(60_000) })
      expect(await emptyBin(db, services)).toBe(1)
      expect([await isThere(page.id), await isThere(other.id)]).toEqual([true, false])
    },
  )

  it('says of a thing that nobody can book yet that people will', async () => {
    const { look } = await asPerson(app, (await anEditor()).personId)
    const page = await aDraftPage()
    const { resource } = await aSlot(db, { resource: { pageId: page.id, status: 'draft' } })

    const asked = await look(`/posts/${page.id}/deletion`)
    await db
      .update(resources)
      .set({ pageId: (await aPage(db)).id })
      .where(eq(resources.id, resource.id))
    const moved = await look(`/posts/${page.id}/deletion`)

    expect(asked.body).toContain('People will be able to book &#8220;The bread oven&#8221; here.')
    expect(moved.body).toContain('Delete it<')
  })
})

describe('the bin', () => {
  it('is emptied of everything else when one page cannot go, and then says what broke', async () => {
    const [stuck, other] = [
      await aDraftPage({ deletedAt: monthAgo() }),
      await aDraftPage({ deletedAt: monthAgo(60_000) }),
    ]
    await db.execute(sql`create function blog.be_stuck() returns trigger language plpgsql as
      $$ begin raise exception 'stuck'; end $$`)
    await db.execute(
      sql.raw(`create trigger stuck before delete on blog.posts for each row
        when (old.id = '${stuck.id}') execute function blog.be_stuck()`),
    )

    await expect(emptyBin(db, services)).rejects.toThrow('could not be emptied')

    expect([await isThere(stuck.id), await isThere(other.id)]).toEqual([true, false])
  })
})
