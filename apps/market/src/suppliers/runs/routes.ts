import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { managedSupplier } from '../manages.ts'
import { personOf } from '../person-of.ts'
import { picturesOf } from '../pictures/queries.ts'
import { tryPicturesAgain } from '../pictures/try-again.ts'
import { waitingByKind } from '../review/queries.ts'
import { supplierPartsOf } from '../supplier-parts.ts'
import { problemsOf, progressOf, runsOf } from '../suppliers/queries.ts'
import { resumeRun, startRun, stopRun } from './control-run.ts'

const config = { access: 'manager' as const }
const params = z.object({ supplierId: z.uuid() })

/** `/desk/suppliers/…`: how far the reading of its catalogue is, and what came of it before. */
export const runRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app
  const parts = supplierPartsOf(app)
  const schema = { params }

  app.get('/desk/suppliers/:supplierId', { config, schema }, async (request, reply) => {
    const { supplierId } = request.params
    const supplier = await managedSupplier(parts, { personId: personOf(request), supplierId })
    return reply.page('suppliers/supplier.njk', {
      async load() {
        const [runs, waiting, pictures] = await Promise.all([
          runsOf(db, supplierId),
          waitingByKind(db, supplierId),
          picturesOf(db, supplierId),
        ])
        const [run] = runs
        return {
          page: { title: supplier.title, unlisted: true },
          supplier,
          runs,
          waiting,
          pictures,
          run,
          progress: run ? await progressOf(db, run.id) : {},
          problems: run ? await problemsOf(db, run.id) : [],
          timeZone: app.appConfig.timeZone,
        }
      },
    })
  })

  const verbs = {
    runs: startRun,
    'run-stops': stopRun,
    'run-resumptions': resumeRun,
    'picture-tries': tryPicturesAgain,
  }
  for (const [path, verb] of Object.entries(verbs)) {
    app.post(`/desk/suppliers/:supplierId/${path}`, { config, schema }, async (request, reply) => {
      const { supplierId } = request.params
      await verb(parts, { personId: personOf(request), supplierId })
      return reply.redirect(`/desk/suppliers/${supplierId}`, 303)
    })
  }
}
