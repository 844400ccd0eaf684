import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

interface Kept {
  bytes: Buffer
  contentType: string
}

export interface S3Double {
  endpoint: string
  /** What it keeps, by bucket and key. */
  files: Map<string, Kept>
  /** Makes it answer 500 to everything. */
  breakDown(): void
  close(): Promise<void>
}

/** How AWS describes a signature of version 4, which every request must carry. */
const signature =
  /^AWS4-HMAC-SHA256 Credential=AK\/\d{8}\/eu-test-1\/s3\/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}$/

/** A server with one bucket that speaks S3's PUT, GET, HEAD and DELETE, with ranges. */
export async function startS3Double(): Promise<S3Double> {
  const files = new Map<string, Kept>()
  let broken = false
  const server = createServer((request, response) => {
    void answer(files, broken, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    files,
    breakDown: () => void (broken = true),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  files: Map<string, Kept>,
  broken: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method, headers } = request
  const body = await buffer(request)
  const name = new URL(request.url ?? '', 'http://s3').pathname
  const file = files.get(name)
  if (broken) return refuse(response, 500, 'InternalError')
  if (!signature.test(headers.authorization ?? '') || !headers['x-amz-date']) {
    return refuse(response, 403, 'AccessDenied')
  }
  if (method === 'PUT') {
    files.set(name, { bytes: body, contentType: headers['content-type'] ?? '' })
    return void response.writeHead(200, { etag: '"1"' }).end()
  }
  if (method === 'DELETE') {
    files.delete(name)
    return void response.writeHead(204).end()
  }
  if (!file) return refuse(response, 404, 'NoSuchKey', method === 'HEAD')
  send(response, file, headers.range, method === 'HEAD')
}

function send(response: ServerResponse, file: Kept, range: string | undefined, isHead: boolean) {
  const { bytes, contentType } = file
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? []
  const part = range ? bytes.subarray(Number(start), Number(end) + 1) : bytes
  response.writeHead(range ? 206 : 200, {
    'content-type': contentType,
    'content-length': part.length,
    ...(range && { 'content-range': `bytes ${start}-${end}/${bytes.length}` }),
  })
  response.end(isHead ? undefined : part)
}

function refuse(response: ServerResponse, status: number, code: string, isHead = false): void {
  const xml = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`
  response.writeHead(status, { 'content-type': 'application/xml' }).end(isHead ? undefined : xml)
}
