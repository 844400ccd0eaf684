import { z } from 'zod'
import type { PostCard } from '../posts/card.ts'

/** Where the next page of a list begins: after the post that was published then, with this id. */
export interface Cursor {
  publishedAt: Date
  id: string
}

/** `?before=2026-11-19T07:30:00.000Z_<uuid>`, as `olderHref` writes it. */
export const Before = z
  .string()
  .regex(/^[^_]+_[^_]+$/, 'the address of an older page, as the page before it names it')
  .transform((text) => {
    const [publishedAt, id] = text.split('_')
    return { publishedAt, id }
  })
  .pipe(z.object({ publishedAt: z.iso.datetime().transform((at) => new Date(at)), id: z.uuid() }))

/** The address of what comes after these, when there is more. */
export function olderHref(path: string, shown: readonly PostCard[], more: boolean) {
  const last = shown.at(-1)
  if (!last || !more) return undefined
  return `${path}?before=${last.publishedAt.toISOString()}_${last.id}`
}
