import { type Row, textOf } from '../state/rows.ts'
import { GhostError } from './ghost-error.ts'

type Test = (row: Row) => boolean

const term = /^([a-z_.]+):(>=|<=|>|<|-|~)?(.+)$/s

/** The part of Ghost's filter language that is needed: comparisons and lists, joined by `+`. */
export function parseFilter(filter: string): Test {
  const tests = splitOutside(filter, '+').map(parseTerm)
  return (row) => tests.every((test) => test(row))
}

function parseTerm(text: string): Test {
  const [, field, operator = '', value] = term.exec(text.trim()) ?? []
  if (!field || value === undefined) {
    throw new GhostError({ status: 400, type: 'BadRequestError', message: 'Error parsing filter' })
  }
  if (value.startsWith('[')) {
    const list = new Set(splitOutside(value.slice(1, -1), ',').map(unquoted))
    return (row) => list.has(stored(row, field)) === (operator !== '-')
  }
  return (row) => compare(stored(row, field), operator, unquoted(value))
}

/** As SQLite compares dates: as text, `2026-11-22 08:00:00`, so an ISO date is later all that day. */
function stored(row: Row, field: string): string {
  const value = row[field]
  if (field.endsWith('_at') && typeof value === 'string')
    return value.slice(0, 19).replace('T', ' ')
  if (value === undefined || value === null) return 'null'
  return typeof value === 'boolean' ? String(value) : textOf(value)
}

function compare(have: string, operator: string, want: string): boolean {
  if (have === 'null' && operator.match(/[<>]/)) return false
  if (operator === '>') return have > want
  if (operator === '>=') return have >= want
  if (operator === '<') return have < want
  if (operator === '<=') return have <= want
  return (have === want) === (operator !== '-')
}

function unquoted(value: string): string {
  return value.trim().replace(/^'(.*)'$/s, '$1')
}

/** Splits at a sign that stands in no quotes and no list. */
function splitOutside(text: string, sign: string): string[] {
  const parts = ['']
  let quoted = false
  let depth = 0
  for (const letter of text) {
    if (letter === "'") quoted = !quoted
    if (!quoted && letter === '[') depth += 1
    if (!quoted && letter === ']') depth -= 1
    if (letter === sign && !quoted && depth === 0) parts.push('')
    else parts[parts.length - 1] += letter
  }
  return parts
}
