import { describe, expect, it } from 'vitest'
import { isAllowed } from '../src/scraping/robots/is-allowed.ts'
import { parseRobots } from '../src/scraping/robots/parse-robots.ts'
import { isAtHand, sharedFile } from './shared-file.ts'

interface Vector {
  test: string
  robots: string
  agent: string
  url: string
  allowed: boolean
  googleSpecific: boolean
}

const { vectors } = JSON.parse(sharedFile('robots/rfc9309-vectors.json', '{"vectors":[]}')) as {
  vectors: Vector[]
}
const pure = vectors.filter(({ googleSpecific }) => !googleSpecific)

describe.skipIf(!isAtHand)('robots.txt, held against the vectors of RFC 9309', () => {
  it('has vectors to be held against', () => {
    expect([vectors.length, pure.length]).toEqual([142, 72])
  })

  it.each(pure.map((vector, n) => [n, vector.test, vector] as const))('%i %s', (_n, _t, vector) => {
    expect(answerOf(vector), `${vector.robots} ${vector.url}`).toBe(vector.allowed)
  })

  it('knows which of Google’s own ways it does not follow', () => {
    const missed = vectors.filter((vector) => answerOf(vector) !== vector.allowed)

    console.info(`robots.txt: ${vectors.length - missed.length} of ${vectors.length} vectors.`)
    // A rule for /a/index.html speaks of /a/ too; no other crawler thinks so.
    expect(missed.map(({ test, url }) => `${test} ${url}`)).toEqual([
      'GoogleOnly_IndexHTMLisDirectory http://foo.com/allowed-slash/',
    ])
  })
})

/** The vectors write octets as one character each, and addresses as they go over the wire. */
function answerOf({ robots, agent, url }: Vector): boolean {
  const path = url.replace(/^https?:\/\/[^/]*/, '')
  return isAllowed(parseRobots(Buffer.from(robots, 'latin1')), agent, path)
}
