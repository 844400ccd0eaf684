import { asc, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { navItems, posts } from '@rose-ash/shared/db/models/blog'
import { ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { slugHistory } from '@rose-ash/shared/db/models/blog-writing'
import { aPerson, testDatabase } from '@rose-ash/shared/testing'
import { sweepSite } from '../sync/sweep-site.ts'
import { pushWorld } from '../testing/push-world.ts'
import { forgetStaffToken, keepStaffToken } from './keep-staff-token.ts'
import { sendToStaff } from './send-to-staff.ts'

const { db } = await testDatabase()
const { here, site, setMode, push, save, linkOf } = pushWorld(db)

async function keep(staffToken = here.world.ghost.staffToken): Promise<void> {
  const { parts, adminId: personId, siteId } = here.world
  await keepStaffToken(parts, { personId, siteId, staffToken })
}

const send = async () => sendToStaff(here.world.parts, await site())
const theirMenu = (key: string) => {
  const value = here.world.ghost.state.settings.find((one) => one.key === key)?.value
  return JSON.parse(String(value)) as { label: string; url: string }[]
}
const staffWrites = () =>
  here.world.ghost.requests.filter(
    ({ method, url }) => method !== 'GET' && /settings|redirects/.test(url),
  )

describe('a staff access token', () => {
  it('is kept sealed when it opens what it is for, and forgotten when asked', async () => {
    await keep()

    const [row] = await db.select().from(ghostSites)
    const secret = here.world.ghost.staffToken.slice(25, 45)
    expect(row?.staffToken?.toString()).toBeDefined()
    expect(row?.staffToken?.toString()).not.toContain(secret)
    expect((await site()).staff).toBeDefined()
    const { parts, adminId: personId, siteId } = here.world
    await forgetStaffToken(parts, { personId, siteId })
    expect((await site()).staff).toBeUndefined()
  })

  it('is refused when it is an integration’s, none at all, or from no administrator', async () => {
    const { parts, siteId, ghost } = here.world
    const { id: personId } = await aPerson(db)

    await expect(keep(ghost.adminKey)).rejects.toMatchObject({ code: 'no_staff_token' })
    await expect(keep('abc')).rejects.toMatchObject({ code: 'no_staff_token' })
    const asMember = { personId, siteId, staffToken: ghost.staffToken }
    await expect(keepStaffToken(parts, asMember)).rejects.toMatchObject({ status: 403 })
    await expect(forgetStaffToken(parts, asMember)).rejects.toMatchObject({ status: 403 })
    expect((await site()).staff).toBeUndefined()
  })
})

describe('menus with a staff access token', () => {
  beforeEach(async () => {
    await keep()
    await setMode('two-way')
  })

  it('become ours in Ghost’s words, and what was only there stays', async () => {
    const { localId } = await linkOf(here.rye)
    await db.delete(navItems)
    const places = [
      { label: 'About', app: 'blog' as const, path: '/about-us', position: 0 },
      { label: 'Our rye', kind: 'post' as const, targetId: localId, position: 1 },
      { label: 'Shop', app: 'market' as const, path: '/', position: 2 },
    ]
    const [about] = await db.insert(navItems).values(places).returning()
    await db.insert(navItems).values({
      label: 'Elsewhere',
      kind: 'url',
      url: 'https://else.example/',
      position: 0,
      parentId: about?.id ?? null,
    })

    await send()

    expect(theirMenu('navigation')).toEqual([
      { label: 'About', url: '/about-us/' },
      { label: 'Our rye', url: '/rye/' },
      { label: 'Shop', url: 'http://market.rose-ash.localhost:8000/' },
      { label: 'Home', url: '/' },
      { label: 'News', url: '/tag/news/' },
      { label: 'Out', url: 'https://example.com/' },
    ])
    expect(theirMenu('secondary_navigation')).toEqual([
      { label: 'Elsewhere', url: 'https://else.example/' },
      { label: 'Sign up', url: '#/portal/' },
      { label: 'Privacy', url: '/privacy/' },
    ])
  })

  it('are sent when they change, and an item that is taken out here goes there', async () => {
    await send()
    await send()
    const before = theirMenu('navigation')
    expect(staffWrites()).toHaveLength(0)
    const items = await db.select().from(navItems).orderBy(asc(navItems.position))
    expect(items.map(({ label }) => label)).toEqual(before.map(({ label }) => label))

    await db.delete(navItems).where(eq(navItems.label, 'Out'))
    await send()
    await send()

    expect(theirMenu('navigation')).toEqual(before.filter(({ label }) => label !== 'Out'))
    expect(staffWrites()).toHaveLength(1)
  })

  it('wait for nothing and change nothing when Ghost only gives, or refuses', async () => {
    await db.delete(navItems).where(eq(navItems.label, 'Out'))
    await setMode('pull')
    await send()
    expect(staffWrites()).toHaveLength(0)

    await setMode('push')
    here.world.ghost.faults.plan({ kind: 'status', status: 403 }, /settings/, 9)
    await send()

    const [row] = await db.select().from(ghostSites)
    expect(row?.staffTrouble).toMatch(/^Your Ghost does not let this key do that\./)
    expect(row?.menuPushed).toBeNull()
    here.world.ghost.faults.clear()
    await send()
    expect(theirMenu('navigation').map(({ label }) => label)).toContain('Out')
    expect((await db.select().from(ghostSites))[0]?.staffTrouble).toBeNull()
  })
})

describe('redirects with a staff access token', () => {
  beforeEach(() => keep())

  it('lead from old addresses of ours, beside those that were there', async () => {
    const other = { from: '/shop', to: 'https://shop.example/', permanent: false }
    here.world.ghost.state.redirects = [other]
    await setMode('push')
    const { localId } = await linkOf(here.rye)
    await save(localId, { slug: 'dark-rye' })
    await push()

    await send()
    await send()

    const ours = { from: '^/rye/?$', to: '/dark-rye/', permanent: true }
    expect(here.world.ghost.state.redirects).toEqual([other, ours])
    const old = await fetch(`${here.world.ghost.url}/rye/`, { redirect: 'manual' })
    expect([old.status, old.headers.get('location')]).toEqual([301, '/dark-rye/'])
    expect(staffWrites().filter(({ url }) => url.includes('redirects'))).toHaveLength(1)

    await save(localId, { slug: 'rye' })
    await push()
    await send()
    expect(here.world.ghost.state.redirects).toEqual([
      other,
      { from: '^/dark-rye/?$', to: '/rye/', permanent: true },
    ])
  })

  it('never hide what has the address there by now', async () => {
    await setMode('push')
    const { localId } = await linkOf(here.rye)
    await save(localId, { slug: 'dark-rye' })
    await push()
    here.world.ghost.state.add('posts', { title: 'Another rye', slug: 'rye' })

    await send()
    await send()

    expect(here.world.ghost.state.redirects).toEqual([])
  })

  it('are taken when each leads from one address to a post that is here', async () => {
    here.world.ghost.state.redirects = [
      { from: String.raw`^\/bread\/rye\/$`, to: '/rye/' },
      { from: '/loaf/', to: '/rye/', permanent: true },
      { from: '^/sour/?$', to: `${here.world.ghost.url}/rye` },
      { from: '^/a/(.*)', to: '/rye/' },
      { from: '/none', to: '/not-here/' },
    ]
    const { localId } = await linkOf(here.rye)
    const again = async () => sweepSite(here.world.parts, await site())

    await again()
    await again()

    const kept = await db.select().from(slugHistory).orderBy(asc(slugHistory.slug))
    expect(kept.map(({ slug, postId }) => [slug, postId])).toEqual([
      ['loaf', localId],
      ['sour', localId],
    ])
    expect((await db.select().from(posts))[0]?.slug).toBe('rye')
  })
})
