import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { checkKey, type ByteRange, type S3Settings, type Storage } from './storage.ts'

const timeouts = { connectionTimeout: 5_000, requestTimeout: 30_000 }

/** Files in a bucket of Amazon S3, or of a server that speaks like it (MinIO, Garage, Ceph). */
export function s3Storage(settings: S3Settings): Storage {
  const client = connect(settings)
  const at = (key: string) => ({ Bucket: settings.bucket, Key: checkKey(key) })

  async function sizeOf(key: string): Promise<number | undefined> {
    const found = await unlessMissing(client.send(new HeadObjectCommand(at(key))))
    return found && (found.ContentLength ?? 0)
  }

  return {
    sizeOf,
    has: async (key) => (await sizeOf(key)) !== undefined,

    async put(key, content, contentType) {
      const isPath = typeof content === 'string'
      const size = isPath ? (await stat(content)).size : content.length
      const body = isPath ? createReadStream(content) : content
      const file = { Body: body, ContentLength: size, ContentType: contentType }
      await client.send(new PutObjectCommand({ ...at(key), ...file }))
    },

    async read(key, range) {
      const asked = { ...at(key), ...(range && { Range: `bytes=${range.start}-${range.end}` }) }
      const found = await unlessMissing(client.send(new GetObjectCommand(asked)))
      if (!(found?.Body instanceof Readable)) return undefined
      return { stream: found.Body, size: wholeSize(found, range) }
    },

    async delete(key) {
      await unlessMissing(client.send(new DeleteObjectCommand(at(key))))
    },
  }
}

function connect({ endpoint, region, accessKey, secretKey }: S3Settings): S3Client {
  return new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    // Buckets of one's own server have no names in DNS, and few such servers know the newer checksums.
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: timeouts,
  })
}

interface Answer {
  ContentLength?: number | undefined
  ContentRange?: string | undefined
}

/** `bytes 0-9/1234` tells the size of the whole after the slash. */
function wholeSize({ ContentLength, ContentRange }: Answer, range?: ByteRange): number {
  return range ? Number(ContentRange?.split('/')[1] ?? 0) : (ContentLength ?? 0)
}

async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found
  } catch (error) {
    const missing = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404
    if (missing) return undefined
    throw error
  }
}
