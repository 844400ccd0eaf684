import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { parsePrice, priceProblems } from '../../scraping/prices/parse-price.ts'
import { WrongField } from '../../forms/field-problems.ts'
import { managedSupplier } from '../manages.ts'
import { personOf } from '../person-of.ts'
import { supplierPartsOf } from '../supplier-parts.ts'
import { acceptProposal, rejectProposal } from './decide.ts'
import { decideMany } from './decide-many.ts'
import { reviewFields } from './comparable.ts'
import { NothingChosen } from './errors.ts'
import { reviewPage } from './review-page.ts'

const config = { access: 'manager' as const }
const params = z.object({ supplierId: z.uuid() })
const blank = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), type.optional())
const filter = z.object({
  kind: blank(z.enum(['new', 'changed', 'gone'])),
  field: blank(z.enum(reviewFields)),
  words: blank(z.string().trim().max(100)),
  after: blank(z.uuid()),
})
const decision = z.enum(['accept', 'reject'])
const gone = z.enum(['archive', 'no-stock']).optional()
const chosen = z.string().regex(/^[0-9a-f-]{36}:\d{1,9}$/)
const many = filter.extend({
  decision,
  scope: z.enum(['chosen', 'all']),
  chosen: z.preprocess((value) => [value ?? []].flat(), z.array(chosen).max(500)),
  categoryId: blank(z.uuid()),
  gone,
})
const one = z.object({
  decision,
  version: z.coerce.number().int().min(1),
  title: blank(z.string().trim().max(200)),
  price: blank(z.string().trim().max(50)),
  categoryId: blank(z.uuid()),
  gone,
})

/** `/desk/suppliers/…/review`: what a supplier changed, waiting for somebody to decide. */
export const reviewRoutes: FastifyPluginAsyncZod = async (app) => {
  const parts = supplierPartsOf(app)

  const list = { config, schema: { params, querystring: filter } }
  app.get('/desk/suppliers/:supplierId/review', list, async (request, reply) => {
    const supplier = await managedSupplier(parts, {
      personId: personOf(request),
      ...request.params,
    })
    return reply.page('suppliers/review.njk', {
      load: () => reviewPage(app, supplier, { asked: request.query }),
    })
  })

  const decideAll = { config: { ...config, formOn: sameList }, schema: { params, body: many } }
  app.post('/desk/suppliers/:supplierId/review', decideAll, async (request, reply) => {
    const personId = personOf(request)
    const { supplierId } = request.params
    const { scope, chosen: ticked, decision: what, categoryId, gone: goes, ...asked } = request.body
    const supplier = await managedSupplier(parts, { personId, supplierId })
    if (scope === 'chosen' && ticked.length === 0) throw new NothingChosen()
    const result = await decideMany(parts, {
      personId,
      supplierId,
      decision: what,
      filter: { ...asked, after: undefined },
      edits: { categoryId, gone: goes },
      ...(scope === 'chosen' && { chosen: ticked.map(pairOf) }),
    })
    const isRefused = result.decided === 0 && result.refused.length > 0
    return reply.code(isRefused ? 409 : 200).page('suppliers/review.njk', {
      load: () =>
        reviewPage(app, supplier, { asked, result, typed: { scope, categoryId, gone: goes } }),
    })
  })

  const ofOne = params.extend({ proposalId: z.uuid() })
  const decide = {
    config: { ...config, formOn: '/desk/suppliers/:supplierId/review' },
    schema: { params: ofOne, body: one },
  }
  app.post('/desk/suppliers/:supplierId/proposals/:proposalId', decide, async (request, reply) => {
    const by = { personId: personOf(request), ...request.params }
    const supplier = await managedSupplier(parts, by)
    const { decision: what, version, price, ...edits } = request.body
    const priceMinor = typedPrice(price, supplier)
    if (what === 'reject') await rejectProposal(parts, { ...by, version })
    else await acceptProposal(parts, { ...by, version, edits: { ...edits, priceMinor } })
    return reply.redirect(`/desk/suppliers/${by.supplierId}/review`, 303)
  })
}

/** The list that somebody decided many of, as it is now: under the same filter, from the same place. */
async function sameList({ params: of, typedForm = {} }: FastifyRequest): Promise<string> {
  const { supplierId } = of as z.infer<typeof params>
  const asked = Object.entries(filter.shape).flatMap(([name, type]): [string, string][] => {
    const { data } = type.safeParse(typedForm[name])
    return typeof data === 'string' ? [[name, data]] : []
  })
  return `/desk/suppliers/${supplierId}/review?${new URLSearchParams(asked).toString()}`
}

function pairOf(text: string): { proposalId: string; version: number } {
  const [proposalId = '', version] = text.split(':')
  return { proposalId, version: Number(version) }
}

/** @throws {WrongField} for what is no price. */
function typedPrice(
  text: string | undefined,
  { currency }: { currency: string },
): number | undefined {
  if (text === undefined) return undefined
  const parsed = parsePrice(text, { locale: 'en-GB', currency })
  if ('problem' in parsed) throw new WrongField('price', priceProblems[parsed.problem])
  return parsed.price.amount
}
