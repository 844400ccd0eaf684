import { folderIn } from '@rose-ash/shared/services/media/address'
import type { ProductChange } from './product-change.ts'
import type { ReadingOptions } from './read-fields.ts'
import { readVariant } from './read-variant.ts'
import { optionPlaces, type TypedProduct, type TypedRow } from './typed-product.ts'

/** What is wrong, by the name of the field. */
export type Problems = Record<string, string>

export interface ReadProduct {
  change: ProductChange
  /** What is wrong, by the names of the form's fields; nothing may be saved unless it is empty. */
  problems: Problems
}

/** Makes of a typed form what it says, and tells all that is wrong with it at once. */
export function readProduct(typed: TypedProduct, options: ReadingOptions): ReadProduct {
  const problems: Problems = {}
  const word = (field: string, max: number) => (typed.words[field] ?? '').trim().slice(0, max)
  const optionNames = optionPlaces.map((n) => word(`option${n}`, 60)).filter(Boolean)
  if (word('title', 200) === '') problems['title'] = 'Give it a name.'
  const variants = typed.variants.flatMap((row, place) =>
    isBlank(row)
      ? []
      : readVariant(row, optionNames, options, (field, problem) => {
          problems[`v${place}-${field}`] ??= problem
        }),
  )
  const related = word('related', 20_000).split(/\s+/).map(lastPart).filter(Boolean)
  if (related.length > 24) problems['related'] = 'Name 24 products at most.'
  const pictures = typed.pictures.flatMap((row, place) => readPicture(row, place, problems))
  const change = {
    title: word('title', 200),
    slug: word('slug', 120),
    description: word('description', 20_000),
    producer: word('producer', 200) || null,
    origin: word('origin', 200) || null,
    allergens: listOf(word('allergens', 1_000)),
    labels: listOf(word('labels', 1_000)),
    taxClass: word('taxClass', 60) || 'standard',
    options: optionNames.map((name, place) => ({
      name,
      values: [...new Set(variants.map(({ optionValues }) => optionValues[place] ?? ''))],
    })),
    categoryIds: typed.categoryIds,
    related,
    pictures,
    variants,
  }
  return { change, problems }
}

/** A new row that nobody filled in. */
function isBlank(row: TypedRow): boolean {
  const fields = ['id', 'title', 'price', 'option0', 'option1', 'option2', 'sku', 'gtin']
  return fields.every((field) => (row[field] ?? '').trim() === '')
}

function readPicture(row: TypedRow, place: number, problems: Problems) {
  const image = (row['image'] ?? '').trim().slice(0, 2_000)
  const alt = (row['alt'] ?? '').trim().slice(0, 500)
  if (image === '' && alt === '') return []
  const isOurs = folderIn(image) !== undefined
  if (!isOurs && !/^(https:\/\/|\/)\S+$|^[a-z][a-z0-9-]*$/.test(image)) {
    problems[`p${place}-image`] =
      'Write the address of a picture, beginning with https:// or /, or the name of a drawing.'
  }
  if (alt === '') problems[`p${place}-alt`] = 'Say what can be seen, for who cannot see it.'
  return [{ image, alt }]
}

/** The parts of a line with commas, each once. */
export function listOf(line: string): string[] {
  const parts = line.split(',').map((part) => part.trim().replaceAll(/\s+/g, ' '))
  return [...new Map(parts.filter(Boolean).map((part) => [part.toLowerCase(), part])).values()]
}

const lastPart = (address: string): string => address.split('/').findLast(Boolean) ?? ''
