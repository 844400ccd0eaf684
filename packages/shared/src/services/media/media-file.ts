import type { mediaFiles } from '../../db/models/blog-media.ts'

/** A file of the media library, which all apps share. */
export type MediaFile = typeof mediaFiles.$inferSelect
