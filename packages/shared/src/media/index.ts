export { createStorage } from './create-storage.ts'
export type { ByteRange, Storage, StorageSettings, StoredFile } from './storage.ts'
