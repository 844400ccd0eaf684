import { type Recipe, recipe, recipeFields } from '../../scraping/recipe/recipe.ts'

/** What the recipe's form sends: `name.selector`, `name.attribute`, `list.items` and so on. */
export type RecipeForm = Record<string, string>

/** The recipe of a form, or what is wrong with it, by the name of the field. */
export function recipeOf(
  form: RecipeForm,
): { recipe: Recipe } | { errors: Record<string, string> } {
  const said = (name: string) => form[name]?.trim() || undefined
  const words = (name: string) => (said(name) ?? '').split(',').filter((word) => word.trim() !== '')
  const product: Record<string, unknown> = {}
  for (const field of recipeFields) {
    const selector = said(`${field}.selector`)
    if (selector === undefined) continue
    product[field] = {
      selector,
      ...given('attribute', said(`${field}.attribute`)),
      ...given('after', said(`${field}.after`)),
      ...given('before', said(`${field}.before`)),
      ...(form[`${field}.wins`] === 'on' && { wins: true }),
    }
  }
  const parsed = recipe.safeParse({
    list: { ...given('items', said('list.items')), ...given('next', said('list.next')) },
    product,
    inStock: words('inStock'),
    outOfStock: words('outOfStock'),
  })
  if (parsed.success) return { recipe: parsed.data }
  const errors = parsed.error.issues.map(({ path, message }): [string, string] => [
    path.filter((part) => part !== 'product').join('.'),
    message,
  ])
  return { errors: Object.fromEntries(errors) }
}

/** The form of a recipe, to be edited. */
export function formOf(saved: unknown): RecipeForm {
  const parsed = recipe.safeParse(saved ?? {})
  if (!parsed.success) return {}
  const { list, product, inStock, outOfStock } = parsed.data
  const form: RecipeForm = {
    'list.items': list.items ?? '',
    'list.next': list.next ?? '',
    inStock: inStock.join(', '),
    outOfStock: outOfStock.join(', '),
  }
  for (const field of recipeFields) {
    const { wins, ...texts } = product[field] ?? {}
    for (const [name, value] of Object.entries(texts)) form[`${field}.${name}`] = value ?? ''
    if (wins) form[`${field}.wins`] = 'on'
  }
  return form
}

const given = (name: string, value: string | undefined) =>
  value === undefined ? {} : { [name]: value }
