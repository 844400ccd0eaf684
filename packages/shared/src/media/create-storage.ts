import { localStorage } from './local-storage.ts'
import type { Storage, StorageSettings } from './storage.ts'

/**
 * The storage that the configuration names: the S3-compatible one, or else a folder. The client for
 * S3 is loaded with the first file only, for most processes never need its 20 MB.
 */
export function createStorage({ dir, s3 }: StorageSettings): Storage {
  if (!s3) return localStorage(dir)
  let opened: Promise<Storage> | undefined
  const open = () => (opened ??= import('./s3-storage.ts').then((made) => made.s3Storage(s3)))
  return {
    put: async (...file) => (await open()).put(...file),
    read: async (...file) => (await open()).read(...file),
    sizeOf: async (key) => (await open()).sizeOf(key),
    has: async (key) => (await open()).has(key),
    delete: async (key) => (await open()).delete(key),
  }
}
