import type { FastifyInstance } from 'fastify'
import type { TaskList } from '@rose-ash/shared/jobs'
import { z } from 'zod'
import { checkImport } from './check-import.ts'
import { writeImport } from './write-import.ts'

const Payload = z.object({ importId: z.uuid() })

/** Looks at and writes the rows of files that somebody brought. */
export function exchangeTasks(app: FastifyInstance): TaskList {
  const { db, cache } = app
  return {
    async 'check-import'(payload) {
      await checkImport(db, app, Payload.parse(payload).importId)
    },
    async 'write-import'(payload) {
      const tags = await writeImport(db, app, Payload.parse(payload).importId)
      if (tags.length > 0) await cache.purge(tags)
    },
  }
}
