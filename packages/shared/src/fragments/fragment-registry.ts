import type { z } from 'zod'
import type { AppName } from '../config/index.ts'
import { isFragmentType, kindOf } from './catalogue.ts'
import { paramsOf } from './fragment-ref.ts'
import { type Viewer, viewerFor } from './viewer.ts'

/** Files of its owner that a fragment needs; a page names each of them once. */
export interface Assets {
  css: readonly string[]
  js: readonly string[]
}

/** A finished fragment. `tags` are the things it shows: purging one of them drops it. */
export interface MadeFragment {
  html: string
  tags: readonly string[]
  assets?: Partial<Assets>
}

export type FragmentMaker<Params> = (asked: {
  params: Params
  viewer: Viewer
}) => Promise<MadeFragment>

/** One fragment as it travels. 400: not these parameters; 404: no such; 500; 504: too slow. */
export interface FragmentAnswer {
  status: 200 | 400 | 404 | 500 | 504
  html: Buffer
  tags: readonly string[]
  assets: Assets
}

/** One fragment of an app that is known. */
export interface AskedFragment {
  name: string
  query: string
}

export interface FragmentLog {
  error(details: object, message: string): void
}

/** The part of its budget that making a fragment may take; the rest is for its way to the page. */
const MAKING_SHARE = 0.8

interface Registered {
  make(query: string, viewer: Viewer): Promise<FragmentAnswer>
  limitMs: number
}

/** The fragments this process makes itself, for others and for its own pages. */
export class FragmentRegistry {
  readonly app: AppName
  readonly #log: FragmentLog
  readonly #fragments = new Map<string, Registered>()

  constructor(app: AppName, log: FragmentLog) {
    this.app = app
    this.#log = log
  }

  /** @throws when the catalogue does not have it, or it is there already. */
  add<Schema extends z.ZodType>(
    name: string,
    schema: Schema,
    make: FragmentMaker<z.output<Schema>>,
  ): void {
    const type = `${this.app}/${name}`
    if (!isFragmentType(type)) throw new Error(`the catalogue has no fragment ${type}`)
    if (this.#fragments.has(name)) throw new Error(`there are two fragments ${type}`)
    const { audience, budgetMs } = kindOf(type)
    this.#fragments.set(name, {
      limitMs: budgetMs * MAKING_SHARE,
      async make(query, viewer) {
        const params = schema.safeParse(paramsOf(query))
        if (!params.success) return failure(400)
        return success(await make({ params: params.data, viewer: viewerFor(audience, viewer) }))
      },
    })
  }

  /** Makes several at once. Each fails, or is too slow, for itself alone. */
  answer(asked: readonly AskedFragment[], viewer: Viewer): Promise<FragmentAnswer[]> {
    return Promise.all(asked.map((one) => this.#answerOne(one, viewer)))
  }

  async #answerOne({ name, query }: AskedFragment, viewer: Viewer): Promise<FragmentAnswer> {
    const found = this.#fragments.get(name)
    if (!found) return failure(404)
    const late = Promise.withResolvers<FragmentAnswer>()
    const timer = setTimeout(() => late.resolve(failure(504)), found.limitMs)
    try {
      return await Promise.race([found.make(query, viewer), late.promise])
    } catch (error) {
      this.#log.error({ err: error, fragment: `${this.app}/${name}`, query }, 'A fragment failed')
      return failure(500)
    } finally {
      clearTimeout(timer)
    }
  }
}

function success({ html, tags, assets }: MadeFragment): FragmentAnswer {
  const { css = [], js = [] } = assets ?? {}
  return { status: 200, html: Buffer.from(html), tags, assets: { css, js } }
}

function failure(status: FragmentAnswer['status']): FragmentAnswer {
  return { status, html: Buffer.alloc(0), tags: [], assets: { css: [], js: [] } }
}
