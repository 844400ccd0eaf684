import type { Readable } from 'node:stream'

/** Bytes of a file, both ends included, as HTTP counts them. */
export interface ByteRange {
  start: number
  end: number
}

export interface StoredFile {
  stream: Readable
  /** Of the whole file, in bytes, whatever part of it was asked for. */
  size: number
}

/**
 * Where files lie: a folder, or an S3-compatible server. A key is a path of small letters, digits,
 * dots and dashes, such as `3f9a…/480.avif`; any other is a mistake of the caller's and throws.
 */
export interface Storage {
  /** Keeps the file at this path, or these bytes, whole or not at all; what was there is replaced. */
  put(key: string, content: string | Buffer, contentType: string): Promise<void>
  /** The file, or a part of it that must lie within; undefined when there is none. */
  read(key: string, range?: ByteRange): Promise<StoredFile | undefined>
  /** In bytes; undefined when there is no such file. */
  sizeOf(key: string): Promise<number | undefined>
  has(key: string): Promise<boolean>
  /** Removes the file; that there is none is fine. */
  delete(key: string): Promise<void>
}

export interface StorageSettings {
  /** The folder that files lie in when there is no `s3`. */
  dir: string
  s3?: S3Settings | undefined
}

export interface S3Settings {
  endpoint: string
  region: string
  bucket: string
  accessKey: string
  secretKey: string
}

const key = /^[a-z0-9][a-z0-9.-]*(\/[a-z0-9][a-z0-9.-]*)*$/

/** @throws when a key could lead anywhere else than to a file of the storage. */
export function checkKey(name: string): string {
  if (name.length > 200 || !key.test(name)) throw new Error('not a key of the storage')
  return name
}
