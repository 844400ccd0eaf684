import { spec } from './spec.ts'
import type { SumupSpec } from './sumup-spec.ts'

/** From here on a request or an answer that is not as specified fails the test that made it. */
if (spec !== undefined) checkEveryFetch(spec)

function checkEveryFetch(spec: SumupSpec): void {
  const fetchUnchecked = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const response = await fetchUnchecked(input, init)
    const request = new Request(input, init)
    spec.check({
      method: request.method,
      url: new URL(request.url),
      requestBody: typeof init?.body === 'string' ? init.body : undefined,
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      answer: await response.clone().text(),
    })
    return response
  }
}
