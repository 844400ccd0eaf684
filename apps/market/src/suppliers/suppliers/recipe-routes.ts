import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Refusal } from '@rose-ash/shared/errors'
import { recipeFields } from '../../scraping/recipe/recipe.ts'
import { managedSupplier } from '../manages.ts'
import { personOf } from '../person-of.ts'
import { supplierPartsOf } from '../supplier-parts.ts'
import { previewPage } from './preview-page.ts'
import { formOf, recipeOf } from './recipe-form.ts'
import { saveRecipe } from './save-supplier.ts'

const config = { access: 'manager' as const }
const params = z.object({ supplierId: z.uuid() })
const body = z.record(z.string().max(50), z.string().max(2_000))

/** `/desk/suppliers/…/recipe`: how its pages are read, tried on one of them before it is saved. */
export const recipeRoutes: FastifyPluginAsyncZod = async (app) => {
  const parts = supplierPartsOf(app)

  app.get(
    '/desk/suppliers/:supplierId/recipe',
    { config, schema: { params } },
    async (request, reply) => {
      const supplier = await managedSupplier(parts, {
        personId: personOf(request),
        ...request.params,
      })
      return reply.page('suppliers/recipe.njk', {
        load: async () => ({
          page: { title: `Recipe of ${supplier.title}`, unlisted: true },
          supplier,
          form: formOf(supplier.recipe),
          fields: recipeFields,
          errors: {},
        }),
      })
    },
  )

  const save = {
    config: { ...config, formOn: '/desk/suppliers/:supplierId/recipe' },
    schema: { params, body },
  }
  app.post('/desk/suppliers/:supplierId/recipe', save, async (request, reply) => {
    const by = { personId: personOf(request), ...request.params }
    const supplier = await managedSupplier(parts, by)
    const form = request.body
    const read = recipeOf(form)
    const page = { title: `Recipe of ${supplier.title}`, unlisted: true }
    const shown = { page, supplier, form, fields: recipeFields, errors: {} }
    if ('errors' in read) {
      const { errors } = read
      return reply
        .code(400)
        .page('suppliers/recipe.njk', { load: async () => ({ ...shown, errors }) })
    }
    if (form.action === 'try') {
      const result = await tried(() =>
        previewPage(parts, { supplier, recipe: read.recipe, address: form.address ?? '' }),
      )
      return reply.page('suppliers/recipe.njk', { load: async () => ({ ...shown, ...result }) })
    }
    const version = z.coerce.number().int().min(1).parse(form.version)
    await saveRecipe(parts, { ...by, version, recipe: read.recipe })
    return reply.redirect(`/desk/suppliers/${by.supplierId}`, 303)
  })
}

async function tried<T>(work: () => Promise<T>): Promise<{ preview: T } | { problem: string }> {
  try {
    return { preview: await work() }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { problem: error.message }
  }
}
