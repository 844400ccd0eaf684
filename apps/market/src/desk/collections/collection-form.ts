import { BadInput } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { priceBands } from '../../listing/filter.ts'
import { listOf } from '../products/read-product.ts'
import type { CollectionRule, CollectionWords } from './change-collection.ts'

const line = (max: number) => z.string().trim().max(max).default('')
const bands = priceBands.map(({ value }) => value)

/** A collection as its form sends it: named by hand, or all that a listing would find. */
export const CollectionForm = z.object({
  title: z.string().trim().min(1, 'Give the collection a name.').max(120),
  slug: line(120),
  description: line(2_000),
  by: z.enum(['hand', 'rule']).default('hand'),
  /** Parts of the addresses of products, one a line. */
  products: line(20_000),
  category: line(120),
  label: line(300),
  producer: line(300),
  origin: line(300),
  price: z
    .preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.enum(bands)))
    .default([]),
  sale: z.literal('on').optional(),
  available: z.literal('on').optional(),
})

type CollectionForm = z.infer<typeof CollectionForm>

/** @throws {BadInput} for a rule that every product keeps. */
export function wordsOfForm(form: CollectionForm): CollectionWords {
  const { title, slug, description, by } = form
  const parts = form.products.split(/\s+/)
  const products = parts.flatMap((part) => part.split('/').findLast(Boolean) ?? [])
  return { title, slug, description, rule: by === 'rule' ? ruleOf(form) : null, products }
}

/** In the words of a listing's address, which is what reads it. */
function ruleOf(form: CollectionForm): CollectionRule {
  const rule: CollectionRule = {}
  if (form.category !== '') rule['category'] = form.category
  for (const key of ['label', 'producer', 'origin'] as const) {
    const values = listOf(form[key])
    if (values.length > 0) rule[key] = values
  }
  if (form.price.length > 0) rule['price'] = form.price
  if (form.sale) rule['sale'] = '1'
  if (form.available) rule['available'] = '1'
  if (Object.keys(rule).length === 0)
    throw new BadInput('A rule has to say something. Choose at least one thing, or name products.')
  return rule
}
