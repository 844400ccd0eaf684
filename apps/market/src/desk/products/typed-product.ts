import { z } from 'zod'

/** A row of the form as it was typed: names of fields and their texts. */
export type TypedRow = Record<string, string>

/** The product form as it was typed, so that nothing of it is lost when something is wrong. */
export interface TypedProduct {
  words: TypedRow
  categoryIds: string[]
  pictures: TypedRow[]
  variants: TypedRow[]
}

/** What a form of rows sends: `v0-title`, `p1-image` and so on. */
export const FormBody = z.record(
  z.string().max(60),
  z.union([z.string().max(20_000), z.array(z.string().max(300)).max(300)]),
)

export type FormBody = z.infer<typeof FormBody>

/** The options that a product can have at most, such as size and weight. */
export const optionPlaces = [0, 1, 2] as const

export const newVariant = (): TypedRow => ({ active: 'on', minPerOrder: '1', backorder: '0' })

const textOf = (value: FormBody[string] | undefined): string =>
  Array.isArray(value) ? (value.at(-1) ?? '') : (value ?? '')

/** The rows of a form whose fields begin with `prefix` and a number, in the order of the numbers. */
export function rowsOf(body: FormBody, prefix: string): TypedRow[] {
  const rows = new Map<number, TypedRow>()
  for (const [key, value] of Object.entries(body)) {
    const [, number = '', field = ''] = new RegExp(`^${prefix}(\\d{1,3})-(\\w+)$`).exec(key) ?? []
    if (field === '') continue
    rows.set(Number(number), { ...rows.get(Number(number)), [field]: textOf(value) })
  }
  return [...rows].toSorted(([a], [b]) => a - b).map(([, row]) => row)
}

/** Everything of the body that is no row. */
export function typedProduct(body: FormBody): TypedProduct {
  const { categories = [], ...others } = body
  const words = Object.entries(others).filter(([key]) => !/^[vp]\d/.test(key))
  return {
    words: Object.fromEntries(words.map(([key, value]) => [key, textOf(value)])),
    categoryIds: [categories].flat(),
    pictures: rowsOf(body, 'p'),
    variants: rowsOf(body, 'v'),
  }
}

/**
 * What a button of the form makes of its rows: `add-variant`, `remove-variant-2`, `add-picture`,
 * `remove-picture-0`, `raise-variant-1`, `restore-picture`, which undoes the last removal of one. Rows
 * that are saved already stay: they have a history.
 */
export function changeRows(typed: TypedProduct, action: string): TypedProduct {
  if (action === 'restore-picture') return withRemoved(typed)
  const [, verb, kind, at] = /^(add|remove|raise)-(variant|picture)(?:-(\d+))?$/.exec(action) ?? []
  const key = kind === 'picture' ? 'pictures' : 'variants'
  const [rows, place] = [typed[key], Number(at ?? -1)]
  const row = rows[place]
  if (verb === 'add') {
    return { ...typed, [key]: [...rows, key === 'variants' ? newVariant() : {}] }
  }
  if (!row) return typed
  if (verb === 'remove' && !row['id']) {
    const words = key === 'pictures' ? removedPicture(typed.words, row, place) : typed.words
    return { ...typed, words, [key]: rows.toSpliced(place, 1) }
  }
  if (verb === 'raise' && place > 0) {
    return { ...typed, [key]: rows.toSpliced(place, 1).toSpliced(place - 1, 0, row) }
  }
  return typed
}

/** Kept in the form until it is saved, so that it can be put back. */
const removedPicture = (words: TypedRow, { image = '', alt = '' }: TypedRow, place: number) => ({
  ...words,
  removedImage: image,
  removedAlt: alt,
  removedAt: String(place),
})

function withRemoved({ words, ...typed }: TypedProduct): TypedProduct {
  const { removedImage = '', removedAlt = '', removedAt = '', ...others } = words
  if (removedImage === '' && removedAlt === '') return { words, ...typed }
  const row = { image: removedImage, alt: removedAlt }
  const pictures = typed.pictures.toSpliced(Number(removedAt) || 0, 0, row)
  return { ...typed, words: others, pictures }
}
