import { randomInt } from 'node:crypto'
import { request } from 'undici'

/** Somebody's browser at one app: it keeps the visitor cookie, and has an address of its own. */
export interface Browser {
  /** Sends a form, or asks without one; answers where it led to. @throws when the answer is an error. */
  send(path: string, form?: Record<string, string>): Promise<string>
}

export function openBrowser(origin: string): Browser {
  let cookie = ''
  return {
    async send(path, form) {
      const { statusCode, headers, body } = await request(origin + path, {
        method: form ? 'POST' : 'GET',
        headers: {
          cookie,
          accept: 'text/html',
          // What one address may change in a minute is limited.
          'x-forwarded-for': `10.${randomInt(255)}.${randomInt(255)}.${randomInt(255)}`,
          ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        body: form ? new URLSearchParams(form).toString() : null,
      })
      await body.dump()
      if (statusCode >= 400) throw new Error(`${path} answers ${statusCode}`)
      const given = [headers['set-cookie'] ?? []].flat().find((one) => one.startsWith('visitor='))
      if (given) cookie = given.split(';')[0] ?? ''
      return String(headers.location ?? '')
    },
  }
}

export interface Crowd {
  perSecond: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
}

/** So many people, each of whom does something again and again for so long. */
export async function crowd(
  people: number,
  seconds: number,
  makeOne: () => () => Promise<unknown>,
): Promise<Crowd> {
  const times: number[] = []
  const begun = performance.now()
  const end = begun + seconds * 1_000
  await Promise.all(
    Array.from({ length: people }, async () => {
      const act = makeOne()
      while (performance.now() < end) {
        const from = performance.now()
        await act()
        times.push(performance.now() - from)
      }
    }),
  )
  const took = performance.now() - begun
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(times.length * part)] ?? 0
  return {
    perSecond: (times.length * 1_000) / took,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
  }
}
