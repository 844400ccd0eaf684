import type { InternalClient } from '../http/index.ts'
import type { AskedFragment, FragmentAnswer, FragmentRegistry } from './fragment-registry.ts'
import { encodeViewer, type Viewer } from './viewer.ts'
import { decodeBatch, decodeOne, pathOf } from './wire.ts'

export interface FragmentSourceOptions {
  /** What this process makes itself, it is not asked for over HTTP. */
  registry: FragmentRegistry
  http: Pick<InternalClient, 'get'>
}

/** Gets fragments from the app that makes them. */
export class FragmentSource {
  readonly #options: FragmentSourceOptions

  constructor(options: FragmentSourceOptions) {
    this.#options = options
  }

  /**
   * All in one request.
   *
   * @throws {TimedOut} when the app does not answer in time.
   * @throws {Error} when it cannot be reached, or answers something else.
   */
  async ask(
    app: string,
    asked: readonly AskedFragment[],
    viewer: Viewer,
    timeoutMs: number,
  ): Promise<FragmentAnswer[]> {
    const { registry, http } = this.#options
    if (app === registry.app) return registry.answer(asked, viewer)
    const request = { path: pathOf(asked), viewer: encodeViewer(viewer), timeoutMs }
    const { status, headers, body } = await http.get(app, request)
    const head = headers['x-fragment']
    if (asked.length === 1 && typeof head === 'string') return [decodeOne(head, body)]
    if (asked.length > 1 && status === 200) return decodeBatch(body)
    throw new Error(`${app} answered ${status}`)
  }
}
