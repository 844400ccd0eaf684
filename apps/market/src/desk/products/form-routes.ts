import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Refusal } from '@rose-ash/shared/errors'
import { maxBytes } from '@rose-ash/shared/services/media/errors'
import { z } from 'zod'
import { WrongField } from '../../forms/field-problems.ts'
import { categoryTree } from '../categories/queries.ts'
import { EditConflict } from '../edit-conflict.ts'
import { marketRunBy, type RunMarket, type Runner, thisRunner } from '../runner.ts'
import { deskTags } from './desk-tags.ts'
import { everyTaxClass, productForDesk } from './queries.ts'
import type { ProductChange } from './product-change.ts'
import type { ReadingOptions } from './read-fields.ts'
import { type Problems, readProduct } from './read-product.ts'
import { createProduct, saveProduct } from './save-product.ts'
import { type Difference, differencesOf, typedOfNothing, typedOfSaved } from './saved-product.ts'
import { receiveForm } from './receive-form.ts'
import { takePictures } from './take-pictures.ts'
import { changeRows, typedProduct, type TypedProduct } from './typed-product.ts'

const config = { access: 'manager' as const }
const ofMarket = z.object({ marketId: z.uuid() })
const ofProduct = z.object({ productId: z.uuid() })
/** Of one form. */
const filesAtOnce = 12
const mostBytes = maxBytes * filesAtOnce

/** What the form of a product shows. */
interface Shown {
  market: RunMarket
  product?: { id: string; version: number; status: string; slug: string; title: string }
  typed: TypedProduct
  problems?: Problems
  differences?: Difference[]
  /** Rows were added or taken away, nothing is saved. */
  unsaved?: boolean
  /** Why all of it was refused. */
  trouble?: string
  /** The trouble is with a picture, which the browser has scrolled to. */
  ofPictures?: boolean
}

type Read =
  | { change: ProductChange; typed: TypedProduct }
  | { change?: never; typed: TypedProduct; again: Pick<Shown, 'typed' | 'problems' | 'unsaved'> }

/** What was sent, or what to show again: rows were added or taken away, or something is wrong. */
function read(typed: TypedProduct, options: ReadingOptions): Read {
  const action = typed.words['action'] ?? 'save'
  if (action !== 'save')
    return { typed, again: { typed: changeRows(typed, action), unsaved: true } }
  const { change, problems } = readProduct(typed, options)
  const isWrong = Object.keys(problems).length > 0
  return isWrong ? { typed, again: { typed, problems } } : { typed, change }
}

/** What the form says when it cannot be saved as it is; everything else is thrown on. */
function refusedWith(error: unknown): { status: number } & Pick<Shown, 'problems' | 'trouble'> {
  if (error instanceof WrongField)
    return { status: error.status, problems: { [error.field]: error.message } }
  if (!(error instanceof Refusal) || [401, 403, 404].includes(error.status)) throw error
  return { status: error.status, trouble: error.message }
}

const statusOf = ({ problems }: Pick<Shown, 'problems'>) => (problems ? 422 : 200)

async function show({ db, appConfig }: FastifyInstance, reply: FastifyReply, shown: Shown) {
  const { currency, timeZone } = appConfig
  return reply.page('desk/product.njk', {
    async load() {
      const [tree, taxes] = await Promise.all([
        categoryTree(db, shown.market.id),
        everyTaxClass(db),
      ])
      const title = shown.product?.title ?? 'A new product'
      return { page: { title, unlisted: true }, ...shown, tree, taxes, timeZone, currency }
    },
  })
}

const multipartOptions = {
  limits: { fileSize: maxBytes, files: filesAtOnce, fields: 3_000, fieldSize: 20_000 },
  throwFileSizeLimit: false,
}

/** What was typed, with the pictures that came along; or why one of them could not be taken. */
async function received(app: FastifyInstance, request: FastifyRequest, { personId }: Runner) {
  const { db, mediaStorage, appConfig } = app
  return receiveForm(request, async ({ body, files }) => {
    const origin = appConfig.origins.blog
    const sent = { typed: typedProduct(body), files, personId, origin }
    const { typed, trouble } = await takePictures(db, mediaStorage, sent)
    const ofPictures = typed.words['action'] !== 'save'
    const told = trouble && { trouble: trouble.message, ofPictures }
    const refused = trouble && { status: trouble.status, told: { ...told } }
    return { typed, refused }
  })
}

/** `/desk/markets/:id/products/new`, and sending it. */
export const newProductRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache, appConfig } = app
  await app.register(multipart, multipartOptions)

  const newProduct = { config, schema: { params: ofMarket } }
  app.get('/desk/markets/:marketId/products/new', newProduct, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const market = await marketRunBy(db, app, runner, request.params.marketId)
    return show(app, reply, { market, typed: typedOfNothing() })
  })

  const created = { config, bodyLimit: mostBytes, schema: { params: ofMarket } }
  app.post('/desk/markets/:marketId/products', created, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const market = await marketRunBy(db, app, runner, request.params.marketId)
    const { typed, refused } = await received(app, request, runner)
    if (refused) return show(app, reply.code(refused.status), { market, typed, ...refused.told })
    const sent = read(typed, appConfig)
    if (!sent.change) {
      return show(app, reply.code(statusOf(sent.again)), { market, ...sent.again })
    }
    const { change } = sent
    try {
      const saved = await createProduct(db, app, { runner, marketId: market.id, change })
      await cache.purge(deskTags([saved]))
      return await reply.redirect(`/desk/products/${saved.id}`, 303)
    } catch (error) {
      const { status, ...told } = refusedWith(error)
      return show(app, reply.code(status), { market, typed: sent.typed, ...told })
    }
  })
}

/** `/desk/products/:id`: the form of a product, and sending it. */
export const productFormRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache, appConfig } = app
  const { timeZone } = appConfig
  await app.register(multipart, multipartOptions)

  const one = { config, schema: { params: ofProduct } }
  app.get('/desk/products/:productId', one, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const product = await productForDesk(db, app, runner, request.params.productId)
    return show(app, reply, {
      market: product.market,
      product,
      typed: typedOfSaved(product, timeZone),
    })
  })

  const changed = { config, bodyLimit: mostBytes, schema: { params: ofProduct } }
  app.post('/desk/products/:productId', changed, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const { productId } = request.params
    const product = await productForDesk(db, app, runner, productId)
    const { market } = product
    const { typed, refused } = await received(app, request, runner)
    const baseVersion = z.coerce.number().int().catch(0).parse(typed.words['baseVersion'])
    const theirs = { ...product, version: baseVersion }
    if (refused) {
      const again = { market, product: theirs, typed, ...refused.told }
      return show(app, reply.code(refused.status), again)
    }
    const sent = read(typed, appConfig)
    const { change } = sent
    if (!change) {
      return show(app, reply.code(statusOf(sent.again)), { market, product: theirs, ...sent.again })
    }
    try {
      const reason = typed.words['reason'] ?? ''
      const saved = await saveProduct(db, app, { runner, productId, baseVersion, change, reason })
      await cache.purge(deskTags([saved]))
      return await reply.redirect(`/desk/products/${productId}`, 303)
    } catch (error) {
      if (!(error instanceof EditConflict)) {
        const { status, ...told } = refusedWith(error)
        return show(app, reply.code(status), { market, product: theirs, typed, ...told })
      }
      const now = await productForDesk(db, app, runner, productId)
      const differences = differencesOf(typedOfSaved(now, timeZone), typed)
      return show(app, reply.code(409), { market, product: now, typed, differences })
    }
  })
}
