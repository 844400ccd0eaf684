import { request } from 'undici'

export interface Page {
  url: string
  status: number
  text: string
  headers: Record<string, string | string[] | undefined>
  /** Every address on the way here, this one included. */
  trail: string[]
}

interface Cookie {
  name: string
  value: string
  /** The one host, or the domain with all its subdomains. */
  host: string
  hostOnly: boolean
  path: string
}

interface Asking {
  method: 'GET' | 'POST'
  url: URL
  form?: Record<string, string> | undefined
  referer?: string | undefined
}

const maxRedirects = 15

/**
 * As much of a browser as signing in needs: a cookie jar with the rules for `__Host-`, `Domain` and
 * `Path`, redirects, and the headers by which browsers say where a request comes from.
 */
export class Browser {
  readonly #addresses: ReadonlyMap<string, string>
  #cookies: Cookie[] = []
  #at: URL | undefined

  /** @param addresses where each public host is really found. */
  constructor(addresses: ReadonlyMap<string, string>) {
    this.#addresses = addresses
  }

  /** Follows a link on the page it is at, or types an address. */
  open(url: string): Promise<Page> {
    return this.#go({ method: 'GET', url: new URL(url, this.#at) })
  }

  submit(url: string, form: Record<string, string> = {}): Promise<Page> {
    return this.#go({ method: 'POST', url: new URL(url, this.#at), form })
  }

  /** One answer, redirects not followed. */
  peek(url: string, method: 'GET' | 'POST' = 'GET'): Promise<Page> {
    const target = new URL(url, this.#at)
    const form = method === 'POST' ? {} : undefined
    return this.#ask({ method, url: target, form, referer: this.#at?.href }, [target.href])
  }

  cookie(host: string, name: string): string | undefined {
    return this.#cookies.find((cookie) => cookie.name === name && matchesHost(cookie, host))?.value
  }

  setCookie(host: string, name: string, value: string): void {
    this.#keep({ name, value, host, hostOnly: true, path: '/' })
  }

  /** As one of our apps would, for all of them. */
  setParentCookie(name: string, value: string): void {
    this.#keep({ name, value, host: 'rose-ash.localhost', hostOnly: false, path: '/' })
  }

  /** Everything it has in its jar: what a thief would get. */
  get cookieNames(): string[] {
    return this.#cookies.map(({ name }) => name)
  }

  async #go(first: Asking): Promise<Page> {
    const referer = this.#at?.href
    const trail = [first.url.href]
    let page = await this.#ask({ ...first, referer }, trail)
    while (page.status >= 300 && page.status < 400) {
      if (trail.length > maxRedirects) throw new Error(`a loop: ${trail.join(' → ')}`)
      const url = new URL(String(page.headers.location), page.url)
      trail.push(url.href)
      page = await this.#ask({ method: 'GET', url, referer }, trail)
    }
    this.#at = new URL(page.url)
    return page
  }

  async #ask({ method, url, form, referer }: Asking, trail: string[]): Promise<Page> {
    const address = this.#addresses.get(url.host)
    if (!address) throw new Error(`there is no ${url.host}`)
    const answer = await request(address + url.pathname + url.search, {
      method,
      headers: {
        'x-forwarded-for': '192.0.2.7',
        'x-forwarded-host': url.host,
        'x-forwarded-proto': 'http',
        accept: 'text/html',
        cookie: this.#cookiesFor(url),
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
        'sec-fetch-site': siteOf(url, referer),
        ...(referer && { referer }),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...(form && { origin: new URL(referer ?? url).origin }),
      },
      body: form ? new URLSearchParams(form).toString() : null,
    })
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) this.#read(line, url)
    const text = await answer.body.text()
    return { url: url.href, status: answer.statusCode, text, headers: answer.headers, trail }
  }

  #cookiesFor(url: URL): string {
    return this.#cookies
      .filter((cookie) => matchesHost(cookie, url.hostname) && matchesPath(cookie, url.pathname))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  #read(line: string, url: URL): void {
    const [pair = '', ...rest] = line.split('; ')
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    const attributes = new Map(rest.map((part) => entryOf(part)))
    const domain = attributes.get('domain')
    const path = attributes.get('path') ?? '/'
    if (!attributes.has('secure')) throw new Error(`${name} goes over open lines`)
    if (name.startsWith('__Host-') && (domain || path !== '/')) throw new Error(`no host: ${line}`)
    const hostOnly = domain === undefined
    this.#drop(name, domain ?? url.hostname, path)
    const isOver =
      attributes.get('max-age') === '0' ||
      new Date(attributes.get('expires') ?? '9999') < new Date()
    if (!isOver) this.#keep({ name, value, host: domain ?? url.hostname, hostOnly, path })
  }

  #keep(cookie: Cookie): void {
    this.#drop(cookie.name, cookie.host, cookie.path)
    this.#cookies.push(cookie)
  }

  #drop(name: string, host: string, path: string): void {
    this.#cookies = this.#cookies.filter(
      (cookie) => !(cookie.name === name && cookie.host === host && cookie.path === path),
    )
  }
}

function entryOf(part: string): [string, string] {
  const [name = '', value = ''] = part.split('=')
  return [name.toLowerCase(), value]
}

const matchesHost = ({ host, hostOnly }: Cookie, hostname: string): boolean =>
  hostname === host || (!hostOnly && hostname.endsWith(`.${host}`))

const matchesPath = ({ path }: Cookie, pathname: string): boolean =>
  path === '/' || pathname === path || pathname.startsWith(`${path}/`)

function siteOf(url: URL, referer: string | undefined): string {
  if (!referer) return 'none'
  return new URL(referer).origin === url.origin ? 'same-origin' : 'same-site'
}
