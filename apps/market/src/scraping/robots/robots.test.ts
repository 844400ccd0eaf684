import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crawlDelay, isAllowed } from './is-allowed.ts'
import { parseRobots } from './parse-robots.ts'
import { delayOf, mayRead, robotsRule } from './robots-rule.ts'

const now = new Date('2026-11-23T10:00:00Z')
const allowed = (text: string, path: string, agent = 'RoseAsh') =>
  isAllowed(parseRobots(text), agent, path)

describe('a robots.txt', () => {
  it.each([
    [
      'the group of an agent alone, not that of everybody',
      'User-agent: *\nDisallow: /\n\nUser-agent: roseash\nDisallow: /b',
      '/a',
      true,
    ],
    [
      'all groups of an agent as one',
      'User-agent: RoseAsh\nDisallow: /a\n\nUser-agent: RoseAsh\nDisallow: /b',
      '/b',
      false,
    ],
    [
      'rules that several agents share',
      'User-agent: x\nUser-agent: RoseAsh\nDisallow: /a',
      '/a',
      false,
    ],
    [
      'the longest rule',
      'User-agent: *\nDisallow: /shop/\nAllow: /shop/open/',
      '/shop/open/1',
      true,
    ],
    ['allow, when two are equally long', 'User-agent: *\nDisallow: /a\nAllow: /a', '/a', true],
    ['* in the middle', 'User-agent: *\nDisallow: /*/basket', '/en/basket/1', false],
    ['$ at the end', 'User-agent: *\nDisallow: /*.pdf$', '/a.pdf?x', true],
    ['two stars that would overlap', 'User-agent: *\nDisallow: /a*ab$', '/ab', true],
    ['a mark of byte order', '\uFEFFUser-agent: *\nDisallow: /a', '/a', false],
    ['old Mac lines', 'User-agent: *\rDisallow: /a', '/a', false],
    ['comments', 'User-agent: * # all\nDisallow: /a # not b\n#Disallow: /b', '/b', true],
    ['characters beyond ASCII', 'User-agent: *\nDisallow: /käse', '/k%C3%A4se', false],
    ['lower-case escapes', 'User-agent: *\nDisallow: /k%c3%a4se', '/k%C3%A4se', false],
    ['a letter that is needlessly escaped', 'User-agent: *\nDisallow: /%61', '/a', false],
    ['rules of nobody', 'Disallow: /', '/a', true],
    ['nothing at all', '', '/a', true],
    ['itself', 'User-agent: *\nDisallow: /', '/robots.txt', true],
  ])('obeys %s', (_what, text, path, expected) => {
    expect(allowed(text, path)).toBe(expected)
  })

  it('says how long to wait and where the sitemaps are', () => {
    const robots = parseRobots(
      'Sitemap: https://a.example/s.xml\nUser-agent: *\nCrawl-delay: 2.5\nDisallow:\nSitemap: /t.xml',
    )

    expect(crawlDelay(robots, 'RoseAsh')).toBe(2.5)
    expect(robots.sitemaps).toEqual(['https://a.example/s.xml', '/t.xml'])
    expect(crawlDelay(parseRobots('User-agent: *\nCrawl-delay: soon'), 'RoseAsh')).toBeUndefined()
  })

  it('is read for 500 KiB and not a line further', () => {
    const head = 'User-agent: *\nDisallow: /a\n'
    const filler = `${'#'.repeat(99)}\n`.repeat(5_119)
    const half = `Disallow: /${'b'.repeat(400)}`
    const text = `${head}${filler}`.padEnd(500 * 1024 - 20, '#')

    const robots = parseRobots(`${text}\n${half}\nDisallow: /c\n`)

    expect(robots.groups[0]?.lines).toEqual([{ allow: false, pattern: '/a' }])
  })

  it('is matched in time however many stars it has', () => {
    const begun = performance.now()

    expect(
      allowed(`User-agent: *\nDisallow: /${'*a'.repeat(2_000)}$`, `/${'a'.repeat(8_000)}b`),
    ).toBe(true)
    expect(performance.now() - begun).toBeLessThan(30_000)
  })

  it('of any kind can be read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.webPath(), (text, path) => {
        expect(typeof allowed(text, path)).toBe('boolean')
      }),
    )
  })

  it('never allows more when one more thing is forbidden', () => {
    const path = fc.stringMatching(/^\/[a-c/*]{0,6}$/)
    fc.assert(
      fc.property(fc.array(path), path, path, (rules, more, asked) => {
        const text = `User-agent: *\n${rules.map((rule) => `Disallow: ${rule}\n`).join('')}`
        const before = allowed(text, asked)
        const after = allowed(`${text}Disallow: ${more}\n`, asked)
        expect(after && !before).toBe(false)
      }),
    )
  })
})

describe('the rule of a site', () => {
  const body = Buffer.from('User-agent: *\nDisallow: /private\nCrawl-delay: 3')

  it.each([
    [{ status: 200, body }, 'read', '/a', true],
    [{ status: 200, body }, 'read', '/private', false],
    [{ status: 204 }, 'read', '/private', true],
    [{ status: 404 }, 'unavailable', '/private', true],
    [{ status: 403 }, 'unavailable', '/private', true],
    [{ failure: 'redirects' as const }, 'unavailable', '/private', true],
    [{ status: 429 }, 'unreachable', '/a', false],
    [{ status: 500 }, 'unreachable', '/a', false],
    [{ status: 304 }, 'unreachable', '/a', false],
    [{ failure: 'unreachable' as const }, 'unreachable', '/a', false],
  ])('after %o is %s', (answer, why, path, expected) => {
    const rule = robotsRule(answer, now)

    expect(rule.why).toBe(why)
    expect(mayRead(rule, 'RoseAsh', `https://shop.example${path}`)).toBe(expected)
  })

  it.each([
    [{ status: 200, body }, '2026-11-24T10:00:00.000Z'],
    [{ status: 200, body, cacheControl: 'max-age=3600' }, '2026-11-23T11:00:00.000Z'],
    [{ status: 200, body, cacheControl: 'public, max-age=999999' }, '2026-11-24T10:00:00.000Z'],
    [{ status: 200, body, cacheControl: 'max-age=0' }, '2026-11-23T10:10:00.000Z'],
    [{ status: 503 }, '2026-11-23T10:10:00.000Z'],
  ])('after %o is good until %s', (answer, expiresAt) => {
    expect(robotsRule(answer, now).expiresAt).toBe(expiresAt)
  })

  it('survives being kept as JSON', () => {
    const rule = JSON.parse(JSON.stringify(robotsRule({ status: 200, body }, now)))

    expect(mayRead(rule, 'RoseAsh', 'https://shop.example/private?a=1')).toBe(false)
    expect(delayOf(rule, 'RoseAsh')).toBe(3)
  })
})
