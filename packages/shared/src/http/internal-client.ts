import type { IncomingHttpHeaders } from 'node:http'
import { type Dispatcher, Pool } from 'undici'
import { signRequest } from './signature.ts'

export interface InternalResponse {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface InternalGet {
  /** With its query. */
  path: string
  viewer: string
  /** For the whole answer, from now to its last byte. */
  timeoutMs: number
}

export interface InternalClient {
  /**
   * @throws {TimedOut} when the answer is not complete in time.
   * @throws {Error} when the other process cannot be reached.
   */
  get(app: string, request: InternalGet): Promise<InternalResponse>
  close(): Promise<void>
}

export interface InternalClientOptions {
  /** Where each app listens: `http://host:port`, or `unix:/path/of.sock`. */
  addresses: Readonly<Record<string, string>>
  secret: string
}

/** The answer was not complete in time. */
export class TimedOut extends Error {
  constructor(timeoutMs: number) {
    super(`no complete answer within ${timeoutMs} ms`)
    this.name = 'TimedOut'
  }
}

const MAX_BODY_BYTES = 4 * 1024 * 1024

/** Asks other processes of the stack, signed, over connections that stay open. */
export function internalClient({ addresses, secret }: InternalClientOptions): InternalClient {
  const pools = new Map(Object.entries(addresses).map(([app, address]) => [app, openPool(address)]))
  return {
    async get(app, { path, viewer, timeoutMs }) {
      const pool = pools.get(app)
      if (!pool) throw new Error(`no address of ${app}`)
      const headers = { ...signRequest(secret, { method: 'GET', path, viewer }) }
      return dispatch(pool, { method: 'GET', path, headers }, timeoutMs)
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()))
    },
  }
}

function openPool(address: string): Pool {
  const options = {
    connections: 16,
    connect: { timeout: 1_000 },
    maxResponseSize: MAX_BODY_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  return address.startsWith('unix:')
    ? new Pool('http://localhost', { ...options, socketPath: address.slice('unix:'.length) })
    : new Pool(address, options)
}

/**
 * One timer for all of it: undici's own start anew with the body. When it rings in a process that
 * was too busy to read, what has come meanwhile is read before the answer is given up.
 */
function dispatch(
  pool: Pool,
  options: Dispatcher.DispatchOptions,
  timeoutMs: number,
): Promise<InternalResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let status = 0
    let headers: IncomingHttpHeaders = {}
    let request: Dispatcher.DispatchController | undefined
    let late: TimedOut | undefined
    let done = false
    const timer = setTimeout(() => setImmediate(giveUp), timeoutMs)

    function giveUp(): void {
      if (done) return
      late = new TimedOut(timeoutMs)
      reject(late)
      request?.abort(late)
    }

    pool.dispatch(options, {
      onRequestStart(controller) {
        request = controller
        if (late) controller.abort(late)
      },
      onResponseStart(_controller, statusCode, responseHeaders) {
        status = statusCode
        headers = responseHeaders
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk)
      },
      onResponseEnd() {
        done = true
        clearTimeout(timer)
        resolve({ status, headers, body: Buffer.concat(chunks) })
      },
      onResponseError(_controller, error) {
        done = true
        clearTimeout(timer)
        reject(error)
      },
    })
  })
}
