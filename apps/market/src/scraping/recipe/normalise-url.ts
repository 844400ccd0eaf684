/** What shops and advertisers add to an address and that shows the same page without. */
const tracking =
  /^(utm_\w+|gclid|gbraid|wbraid|fbclid|msclkid|dclid|yclid|mc_cid|mc_eid|_ga|_gl|_hsenc|_hsmi|ref|referrer|srsltid|sessionid|phpsessid|jsessionid|sid|pk_\w+|mtm_\w+|_pos|_sid|_ss)$/i

/**
 * The one address of a page that is linked in many ways: absolute, without fragment, tracking and
 * session, parameters in order. Undefined for what is no web address.
 */
export function normaliseUrl(address: string, base: string): string | undefined {
  const url = URL.parse(address.trim(), base)
  if (!url || !/^https?:$/.test(url.protocol) || url.href.length > 2_000) return undefined
  url.hash = ''
  url.username = ''
  url.password = ''
  url.pathname = url.pathname.replace(/;jsessionid=[^/]*/i, '')
  for (const name of Array.from(url.searchParams.keys())) {
    if (tracking.test(name)) url.searchParams.delete(name)
  }
  url.searchParams.sort()
  return url.href
}
