const shortest = 1_000
const usual = 5 * 60 * 1000
const longest = 24 * 60 * 60 * 1000

/**
 * When a site wants to be asked again: `Retry-After` as seconds or as a date, a second at least and a
 * day at most; in five minutes when it does not say.
 */
export function retryAt(header: string | undefined, now: Date): Date {
  const said = (header ?? '').trim()
  const date = /^[a-z]{3},? /i.test(said) ? Date.parse(said) : Number.NaN
  const wait = /^\d{1,9}$/.test(said) ? Number(said) * 1000 : date - now.getTime()
  const within = Number.isNaN(wait) ? usual : Math.min(longest, Math.max(shortest, wait))
  return new Date(now.getTime() + within)
}
