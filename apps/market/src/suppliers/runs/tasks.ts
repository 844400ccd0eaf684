import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { TaskList } from '@rose-ash/shared/jobs'
import { supplierPartsOf } from '../supplier-parts.ts'
import { askForFile, runFile } from '../files/run-file.ts'
import { takePictures } from '../pictures/take-pictures.ts'
import { askForPictures } from '../pictures/want-picture.ts'
import { askForRun, startDueRuns } from './control-run.ts'
import { runSupplier } from './run-supplier.ts'

/** Every minute the runs that are due. */
export const supplierCrontab = `
* * * * * supplier-runs-due`

const PictureJob = z.object({ supplierId: z.uuid() })
const RunJob = z.object({ runId: z.uuid() })

/** Reading suppliers in the background. */
export function supplierTasks(app: FastifyInstance): TaskList {
  const parts = supplierPartsOf(app)
  return {
    async 'supplier-run'(payload) {
      const { runId } = RunJob.parse(payload)
      const result = await runSupplier(parts, runId)
      if (result.outcome === 'waiting') await askForRun(parts.db, runId, result.at)
    },
    async 'supplier-file'(payload) {
      const { runId } = RunJob.parse(payload)
      const { outcome } = await runFile(parts, runId)
      if (outcome === 'waiting') await askForFile(parts.db, runId)
    },
    async 'supplier-pictures'(payload) {
      const { supplierId } = PictureJob.parse(payload)
      const { mediaStorage } = app
      const next = await takePictures({ ...parts, mediaStorage }, supplierId)
      if (next) await askForPictures(parts.db, supplierId, next)
    },
    async 'supplier-runs-due'() {
      await startDueRuns(parts.db)
      await askForForgottenRuns(app)
      await askForForgottenPictures(app)
    },
  }
}

/** A run without a job, as after too many failures, would be running for ever. */
async function askForForgottenRuns({ db }: FastifyInstance): Promise<void> {
  const { rows } = await db.execute<{ id: string; kind: 'web' | 'file' }>(sql`
    select id, kind from market.supplier_runs as run where state = 'running'
      and not exists (select 1 from graphile_worker.jobs where attempts < max_attempts
        and key = case kind when 'file' then 'supplier-file:' else 'supplier-run:' end || run.id)`)
  for (const { id, kind } of rows) await (kind === 'file' ? askForFile : askForRun)(db, id)
}

/** The same of pictures that wait. */
async function askForForgottenPictures({ db }: FastifyInstance): Promise<void> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct supplier_id as id from market.supplier_pictures as picture
    where outcome is null and not exists (select 1 from graphile_worker.jobs
      where attempts < max_attempts and key = 'supplier-pictures:' || picture.supplier_id)`)
  for (const { id } of rows) await askForPictures(db, id)
}
