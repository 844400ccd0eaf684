import { type CheerioAPI, load } from 'cheerio'
import { escapeHtml } from '@rose-ash/shared/views'
import { type FieldProblems, wordsFor } from './field-problems.ts'

/** A sent form: names of fields and what was typed. */
export type Typed = Readonly<Record<string, unknown>>

/** Elements of the page. */
type Found = ReturnType<typeof fieldsOf>

const typedOf = (typed: Typed, name: string): string[] =>
  [typed[name] ?? []].flat().filter((value) => typeof value === 'string')

/**
 * A page with one of its forms filled in as it was sent, and what is wrong with it beside the fields.
 * Hidden fields stay as the page has them: they say what is saved now. Answers undefined when the
 * page has no such form.
 *
 * @param action where the form is sent to.
 */
export function fillIn(
  html: string,
  action: string,
  typed: Typed,
  problems: FieldProblems,
): string | undefined {
  const $ = load(html)
  const form = $('form[method="post"]').filter((_i, one) => $(one).attr('action') === action)
  const only = form.first()
  if (only.length === 0) return undefined
  const fields = fieldsOf($, only.attr('id'), action)
  const isConflict = problems.status === 409
  fields.each((_i, one) => {
    fillField($, $(one), typed, isConflict)
  })
  const left = tellAtFields($, fields, problems)
  only.closest('details').attr('open', '')
  only.parents('details').attr('open', '')
  only.prepend(noticeOf(left))
  return $.html()
}

/** The fields within a form, and those elsewhere that name it. */
function fieldsOf($: CheerioAPI, id: string | undefined, action: string) {
  const all = $('input, select, textarea')
  return all.filter((_i, one) => {
    const named = $(one).attr('form')
    if (named !== undefined) return named === id
    return $(one).closest('form').attr('action') === action
  })
}

function fillField($: CheerioAPI, field: Found, typed: Typed, tellsSaved: boolean): void {
  const name = field.attr('name')
  const type = field.attr('type') ?? ''
  if (name === undefined || ['hidden', 'file', 'submit'].includes(type)) return
  const values = typedOf(typed, name)
  if (type === 'checkbox' || type === 'radio') {
    const isOn = values.includes(field.attr('value') ?? 'on')
    if (isOn) field.attr('checked', '')
    else field.removeAttr('checked')
    return
  }
  const [value] = values
  if (value === undefined) return
  if (field.is('select')) choose($, field, value)
  else writeText(field, value, tellsSaved)
}

function writeText(field: Found, value: string, tellsSaved: boolean): void {
  const isArea = field.is('textarea')
  const saved = isArea ? field.text() : (field.attr('value') ?? '')
  if (isArea) field.text(value)
  else field.attr('value', value)
  if (!tellsSaved || saved === '' || saved.trim() === value.replaceAll('\r', '').trim()) return
  field.after(`<p class="field-hint">Saved now: ${escapeHtml(saved)}</p>`)
}

function choose($: CheerioAPI, field: Found, value: string): void {
  const options = field.find('option')
  const chosen = options.filter((_i, one) => ($(one).attr('value') ?? $(one).text()) === value)
  if (chosen.length === 0) return
  options.removeAttr('selected')
  chosen.first().attr('selected', '')
}

/** Writes every problem to its field. Answers what is about none of them. */
function tellAtFields(
  $: CheerioAPI,
  fields: Found,
  { message, fields: problems }: FieldProblems,
): string[] {
  const left = message === undefined ? [] : [message]
  for (const [name, problem] of problems) {
    const field = fields.filter((_i, one) => $(one).attr('name') === name).first()
    if (field.length === 0 || field.attr('type') === 'hidden') {
      left.push(wordsFor(problem, { type: '', inputmode: '', maxlength: '', isChoice: false }))
      continue
    }
    const of = (attribute: string) => field.attr(attribute) ?? ''
    const isChoice = field.is('select') || of('type') === 'radio'
    const words = wordsFor(problem, {
      type: of('type'),
      inputmode: of('inputmode'),
      maxlength: of('maxlength'),
      isChoice,
    })
    const id = `${of('id') || name}-wrong`
    field.attr('aria-invalid', 'true')
    field.attr('aria-describedby', `${of('aria-describedby')} ${id}`.trim())
    field.after(`<p class="field-error" id="${escapeHtml(id)}">${escapeHtml(words)}</p>`)
  }
  return left
}

function noticeOf(left: string[]): string {
  const words = left.map((one) => `<p>${escapeHtml(one)}</p>`).join('')
  const still = '<p>What you typed is still there.</p>'
  return `<div class="notice tone-clay" role="alert"><div><p class="font-semibold">Nothing is saved yet</p>${words}${still}</div></div>`
}
