const maxLength = 1_000

/**
 * The path (with query) that `candidate` names within `origin`. Undefined when it leads anywhere
 * else, however it is spelt, or into signing in itself: so it is safe to redirect to.
 */
export function pathWithin(origin: string, candidate: string | undefined): string | undefined {
  if (!candidate || candidate.length > maxLength) return undefined
  const url = URL.parse(candidate, origin)
  if (!url || url.origin !== origin) return undefined
  // `/.//elsewhere` is on our origin and its path alone would lead away from it.
  if (url.pathname.startsWith('//') || url.pathname.startsWith('/auth/')) return undefined
  return url.pathname + url.search
}
