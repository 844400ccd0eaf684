import type { Robots } from './parse-robots.ts'

/**
 * Whether a robots.txt lets `agent` read `path`.
 *
 * @param agent a product token such as `RoseAsh`, without version.
 * @param path path and query as they go over the wire (`URL.pathname + URL.search`).
 */
export function isAllowed(robots: Robots, agent: string, path: string): boolean {
  const asked = path.startsWith('/') ? path : `/${path}`
  if (asked === '/robots.txt') return true
  let length = -1
  let allowed = true
  for (const { allow, pattern } of groupsFor(robots, agent).flatMap(({ lines }) => lines)) {
    if (pattern.length < length || !says(allow, pattern, asked)) continue
    // Of two that are equally long, the one that allows wins.
    allowed = allow || (pattern.length === length && allowed)
    length = pattern.length
  }
  return allowed
}

/** Seconds between two requests that are asked of `agent`: the longest that any of its groups says. */
export function crawlDelay(robots: Robots, agent: string): number | undefined {
  const delays = groupsFor(robots, agent).flatMap((group) => group.crawlDelay ?? [])
  return delays.length === 0 ? undefined : Math.max(...delays)
}

function groupsFor({ groups }: Robots, agent: string): Robots['groups'] {
  const token = agent.toLowerCase()
  const own = groups.filter(({ agents }) => agents.includes(token) && token !== '')
  return own.length > 0 ? own : groups.filter(({ agents }) => agents.includes('*'))
}

/**
 * The RFC compares `%62` and `b` as equal; Google, whose parser most robots.txt are written for, does
 * not. Either way may be what the site meant, so what is forbidden in one of them is forbidden.
 */
function says(allow: boolean, pattern: string, path: string): boolean {
  if (matches(pattern, path)) return true
  return !allow && matches(unescaped(pattern), unescaped(path))
}

/** From the first octet on; `*` is anything, a `$` at the end is the end. Linear in each part. */
function matches(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith('$')
  const [head = '', ...parts] = (anchored ? pattern.slice(0, -1) : pattern).split('*')
  if (!path.startsWith(head)) return false
  let at = head.length
  const last = anchored ? parts.pop() : undefined
  if (anchored && last === undefined) return at === path.length
  for (const part of parts) {
    const found = path.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return last === undefined || (path.endsWith(last) && path.length - last.length >= at)
}

/** Octets that need no escape written plainly. `*` and `$` stay escaped: plain, they mean more. */
function unescaped(path: string): string {
  return path.replaceAll(/%[0-9a-f]{2}/gi, (octet) => {
    const character = String.fromCharCode(Number.parseInt(octet.slice(1), 16))
    return /[\w.~-]/.test(character) ? character : octet.toUpperCase()
  })
}
