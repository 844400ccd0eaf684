import { z } from 'zod'
import type { ActivityRow } from './queries.ts'

/** An activity for people: a sentence without its full stop, and where it leads. */
export interface ActivityLine {
  text: string
  at: Date
  href?: string
}

const Told = z.object({ object: z.object({ name: z.string() }) })

const things: Record<string, string> = { Article: 'story', Event: 'date', Page: 'product' }

/** What an activity says to somebody who reads along. */
export function describeActivity(row: ActivityRow): ActivityLine {
  const { type, objectType, objectUri, createdAt } = row
  const name = Told.safeParse(row.activity).data?.object.name ?? objectType
  if (type === 'Delete') return { text: `Gone: ${name}`, at: createdAt }
  const what =
    type === 'Create' ? `New ${things[objectType] ?? objectType.toLowerCase()}` : 'Changed'
  return { text: `${what}: ${name}`, at: createdAt, href: objectUri }
}
