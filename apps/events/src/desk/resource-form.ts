import { BadInput } from '@rose-ash/shared/errors'
import { parseTypedPrice } from '@rose-ash/shared/money'
import { z } from 'zod'
import type { ResourceWords } from './save-resource.ts'

const line = (max: number) => z.string().trim().max(max).default('')

/** Something bookable as its form sends it. */
export const ResourceForm = z.object({
  pageId: z.uuid('Choose the page that it belongs to.'),
  title: z.string().trim().min(1, 'Give it a name.').max(200),
  slug: line(120),
  description: line(5_000),
  image: line(2_000),
  imageAlt: line(300),
  place: z.string().trim().min(1, 'Say where it is.').max(300),
  price: z.string().trim().min(1, 'Say what a slot costs. Write 0 if it costs nothing.').max(20),
  memberPrice: line(20),
  taxPercent: z.coerce.number().min(0).max(100).default(20),
  cancelHours: z
    .string()
    .trim()
    .regex(/^\d{0,4}$/, 'Write the hours in digits, or leave it empty.')
    .default(''),
})

export const ResourceChangeForm = ResourceForm.extend({
  baseVersion: z.coerce.number().int().min(1),
})

/** @throws {BadInput} that says how to write a price. */
export function wordsOfForm(form: z.infer<typeof ResourceForm>, currency: string): ResourceWords {
  const { price, memberPrice, taxPercent, cancelHours, image, ...words } = form
  return {
    pageId: words.pageId,
    title: words.title,
    slug: words.slug,
    description: words.description,
    imageAlt: words.imageAlt,
    place: words.place,
    image: image || null,
    priceMinor: minorOf(price, currency),
    memberPriceMinor: memberPrice === '' ? null : minorOf(memberPrice, currency),
    taxRateBasisPoints: Math.round(taxPercent * 100),
    cancelMinutes: cancelHours === '' ? null : Number(cancelHours) * 60,
  }
}

function minorOf(typed: string, currency: string): number {
  const price = parseTypedPrice(typed, currency)
  if ('error' in price) throw new BadInput(price.error)
  return price.minor
}
