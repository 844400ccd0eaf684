import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { personOf } from '../person-of.ts'
import { supplierPartsOf } from '../supplier-parts.ts'
import { recordPermission } from './save-supplier.ts'

const config = { access: 'manager' as const }
const ofSupplier = z.object({ supplierId: z.uuid() })
const version = z.coerce.number().int().min(1)
const permissionForm = z.object({
  version,
  permission: z
    .string()
    .trim()
    .min(20, 'Write who allowed it, when, and in which words.')
    .max(5_000),
})

/** `/desk/suppliers/…/permission`: that pages may be read which robots.txt forbids. */
export const permissionRoutes: FastifyPluginAsyncZod = async (app) => {
  const parts = supplierPartsOf(app)

  const allow = {
    config: { ...config, formOn: settingsOf(':supplierId') },
    schema: { params: ofSupplier, body: permissionForm },
  }
  app.post('/desk/suppliers/:supplierId/permission', allow, async (request, reply) => {
    const by = { personId: personOf(request), ...request.params }
    await recordPermission(parts, { ...by, ...request.body })
    return reply.redirect(settingsOf(by.supplierId), 303)
  })

  const forbid = { config, schema: { params: ofSupplier, body: z.object({ version }) } }
  app.post('/desk/suppliers/:supplierId/permission/removal', forbid, async (request, reply) => {
    const by = { personId: personOf(request), ...request.params }
    await recordPermission(parts, { ...by, ...request.body, permission: null })
    return reply.redirect(settingsOf(by.supplierId), 303)
  })
}

const settingsOf = (supplierId: string) => `/desk/suppliers/${supplierId}/settings`
