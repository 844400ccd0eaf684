/** One line of a group. `pattern` has its non-ASCII octets percent-encoded. */
interface RobotsLine {
  allow: boolean
  pattern: string
}

interface RobotsGroup {
  /** Product tokens in lower case, or `*`. */
  agents: string[]
  lines: RobotsLine[]
  /** Seconds between requests that the group asks for; no part of RFC 9309. */
  crawlDelay?: number
}

export interface Robots {
  groups: RobotsGroup[]
  /** Absolute or relative addresses, as they were written. */
  sitemaps: string[]
}

/** What RFC 9309 §2.5 wants read at least; what comes after it is not read. */
const limit = 500 * 1024

/**
 * Reads a robots.txt after RFC 9309. It never fails: lines that make no sense are left out. Groups
 * for the same agent are merged by whoever asks (`isAllowed`).
 */
export function parseRobots(source: string | Uint8Array): Robots {
  const robots: Robots = { groups: [], sitemaps: [] }
  let group: RobotsGroup | undefined
  let inRules = false
  for (const { key, value } of linesOf(textOf(source))) {
    if (key === 'user-agent') {
      if (!group || inRules) robots.groups.push((group = { agents: [], lines: [] }))
      inRules = false
      group.agents.push(agentOf(value))
    } else if (key === 'sitemap') {
      if (value !== '') robots.sitemaps.push(value)
    } else if (key === 'allow' || key === 'disallow' || key === 'crawl-delay') {
      // A crawl delay is no rule of the RFC, so it ends no list of agents.
      inRules ||= key !== 'crawl-delay'
      // What comes before the first agent is nobody's.
      if (group) addTo(group, key, value)
    }
  }
  return robots
}

function addTo(group: RobotsGroup, key: 'allow' | 'disallow' | 'crawl-delay', value: string): void {
  if (value === '') return
  if (key !== 'crawl-delay') {
    group.lines.push({ allow: key === 'allow', pattern: encoded(value) })
    return
  }
  const seconds = Number(value)
  if (seconds >= 0 && Number.isFinite(seconds)) group.crawlDelay = seconds
}

function textOf(source: string | Uint8Array): string {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source
  const read = new TextDecoder().decode(bytes.subarray(0, limit))
  // Half a line could forbid less, or more, than the whole one.
  return bytes.length > limit ? read.slice(0, read.search(/[\r\n][^\r\n]*$/) + 1) : read
}

/** Ways to miss `disallow` that everybody understands. */
const misspelt = /^(dissallow|dissalow|disalow|diasllow|disallaw)$/

function* linesOf(text: string): Generator<{ key: string; value: string }> {
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.split('#', 1)[0]?.trim() ?? ''
    const colon = line.indexOf(':')
    const [key, value] =
      colon > 0 ? [line.slice(0, colon), line.slice(colon + 1)] : withoutColon(line)
    const name = key
      .trim()
      .toLowerCase()
      .replace(/^user ?agent$/, 'user-agent')
    yield { key: misspelt.test(name) ? 'disallow' : name, value: value.trim() }
  }
}

/** `Disallow /x` is taken as what it was meant to be. */
function withoutColon(line: string): [string, string] {
  const [key = '', value = '', ...rest] = line.split(/[ \t]+/)
  return rest.length === 0 ? [key, value] : ['', '']
}

function agentOf(value: string): string {
  if (/^\*(\s|$)/.test(value)) return '*'
  return /^[a-z_-]*/i.exec(value)?.[0].toLowerCase() ?? ''
}

/** As an address on the wire: what is not ASCII as UTF-8 octets, `%e3` as `%E3`. */
function encoded(pattern: string): string {
  return pattern
    .replaceAll(/[^ -~]+/g, (part) => encodeURIComponent(part.toWellFormed()))
    .replaceAll(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase())
}
