import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nunjucks from 'nunjucks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createViews, safe, type Views } from './index.ts'

/** Everything our patches touch: loops in every form, scopes, macros, calls, blocks, escapes. */
const templates: Record<string, string> = {
  'include-in-loop.njk':
    '{% for x in xs %}{% include "row.njk" %}{% endfor %}|{% for x in xs %}{{ x }}{% endfor %}',
  'row.njk': '{{ loop.index }}/{{ loop.length }}:{{ x }};',
  'keys.njk':
    '{% for x in xs %}{{ s | upper }},{% for k, v in o %}{{ k }}={{ v }} {% endfor %}{% else %}none{% endfor %}',
  'pairs.njk': '{% for a, b in pairs %}{{ a }}{{ b }}{{ loop.revindex0 }} {% endfor %}',
  'set.njk':
    '{% set y = 3 %}{% set z %}b<{{ y }}{% endset %}{{ z }}{{ z | safe }}{% for x in xs %}{% set y = y + x %}{% endfor %}{{ y }}',
  'macros.njk':
    '{% macro m(a, b=2) %}[{{ a }}{{ b }}{% for q in [1, 2] %}{{ q }}{% if not loop.last %}-{% endif %}{% endfor %}]{{ caller() if caller }}{% endmacro %}' +
    `{{ m(1) }}{{ m("<&'\\"\\\\>", b="x") }}{% for x in xs %}{% call m(5) %}in {{ s }}{{ loop.index }}{% endcall %}{% endfor %}`,
  'arguments.njk':
    '{% macro m(a, b, c=3, d="x") %}[{{ a }}{{ b }}{{ c }}{{ d }}]{% endmacro %}' +
    '{{ m() }}{{ m(1) }}{{ m(1, 2) }}{{ m(1, 2, 4) }}{{ m(1, 2, 4, 5) }}{{ m(1, 2, 4, 5, 6) }}{{ m(b=2) }}{{ m(1, d="y") }}{{ m(1, 2, 9, d="y") }}{{ m(c=1, a=2) }}{{ m(o) }}',
  'lean.njk':
    '{% from "macros.njk" import m %}{% macro leaf(a, b="d", c=b) %}<{{ a }}{{ b | upper }}{{ c }}{{ s }}>{% endmacro %}' +
    '{% macro tree(list, pairs, o, deep=false) %}{% for x in list %}{% for y in list %}{{ x }}{{ y }}{{ leaf(x, b=y) }}{% endfor %}{{ y }}{% else %}none{% endfor %}' +
    '{% for a, b in pairs %}{{ a }}{{ b }}{% endfor %}{% for k, v in o %}{{ k }}{{ v }}{% endfor %}{{ x }}{% if deep %}{{ tree(list, [], {}) }}{{ m(n) }}{% endif %}{% endmacro %}' +
    '{{ leaf(1) }}{{ leaf(1, "e") }}{{ leaf(und, c=und) }}{{ tree(xs, pairs, o) }}{{ tree([], [], {}) }}{{ tree(xs, pairs, o, deep=true) }}',
  'context.njk': '{% macro who() %}{{ s }}{{ n }}{% endmacro %}{% set k = 7 %}',
  'import-context.njk':
    '{% import "context.njk" as one with context %}{{ one.who() }}{% from "context.njk" import who %}{{ who() }}{% import "context.njk" as two %}{{ two.k }}',
  'import.njk':
    '{% import "macros.njk" as c %}{% from "macros.njk" import m %}{{ c.m(9) }}{{ m(8) }}',
  'outputs.njk':
    '{{ s }}|{{ s | safe }}|{{ s | escape }}|{{ n }}|{{ nul }}|{{ und }}|{{ t }}|{{ list }}|{{ dt.getTime() }}|{{ big }}|{{ neg }}|{{ fn() }}|{{ s | replace("<", "x") }}',
  'loop-names.njk':
    '{% for x in xs %}{{ loop.index0 }}{{ loop.first }}{{ loop.revindex }}{% for y in xs %}{{ loop.index }}{% endfor %}{{ loop.last }}{% endfor %}',
  'parent.njk':
    '{% for x in xs %}{% block item %}-{% endblock %}{% endfor %}{% block end %}end{% endblock %}',
  'child.njk':
    '{% extends "parent.njk" %}{% block item %}{{ loop.index }}{{ x }}{% endblock %}{% block end %}{{ super() }}!{% endblock %}',
  'whitespace.njk': '  {% if t %}\n  yes\n  {% endif %}\n<p>\n',
}

const data = () => ({
  xs: [1, 2, 3],
  o: { p: '<', q: 2 },
  pairs: [
    ['a', 1],
    ['b', 2],
  ],
  s: `<a href="x" k='y'>\\&é</a>`,
  n: 5.5,
  nul: null,
  t: true,
  list: ['<', 1],
  dt: new Date(0),
  big: 10n,
  neg: -0,
  fn: () => '<fn>',
})

let folder: string
let stock: Record<string, string>
let views: Views

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'views-'))
  for (const [name, source] of Object.entries(templates)) writeFileSync(join(folder, name), source)
  // Before `createViews`, which changes nunjucks for the whole process.
  const untouched = nunjucks.configure(folder, { trimBlocks: true, lstripBlocks: true })
  stock = renderAll((name) => untouched.render(name, data()))
  writeFileSync(join(folder, 'latin.njk'), '– café {{ "…" }} {{ s }} {{ html }} {{ html | safe }}')
  writeFileSync(join(folder, 'plain.txt.njk'), '– “{{ s }}” {{ price | money }}')
  writeFileSync(
    join(folder, 'filters.njk'),
    "{{ at | day }};{{ at | time }};{{ at | time('Asia/Tokyo') }};{{ at | dateTime }};{{ at | date }};" +
      '{{ at | isoDate }};{% set leaf = at | dayLeaf %}{{ leaf.weekday }} {{ leaf.day }} {{ leaf.month }};' +
      "{{ price | money }};{{ yen | money }};{{ 1 | plural('loaf', 'loaves') }};{{ 2 | plural('item') }}",
  )
  writeFileSync(
    join(folder, 'globals.njk'),
    '{{ site }}{{ icon("leaf") }}{{ asset("main.css") }}{{ illustration("loaf", "A “loaf”") }}{{ illustration(nul, "A") }}{{ illustration("nobody-drew-it", "B") }}',
  )
  views = createViews({
    roots: [folder],
    globals: { site: 'Rose Ash' },
    locale: 'en-GB',
    timeZone: 'Europe/London',
  })
})

afterAll(() => rmSync(folder, { recursive: true }))

describe('createViews', () => {
  it.each(Object.keys(templates))('renders %s to the bytes of stock nunjucks', (name) => {
    const first = render(() => views.render(name, data()))
    const second = render(() => views.render(name, data()))

    expect([first, second]).toEqual([stock[name], stock[name]])
  })

  it('keeps pages to one byte per character', () => {
    const page = views.render('latin.njk', { s: '€<5 🍞', html: safe('<b>„</b>') })

    expect(page).toBe('&#8211; café &#8230; &#8364;&lt;5 &#127838; <b>&#8222;</b> <b>&#8222;</b>')
  })

  it('leaves plain text as it is', () => {
    const text = views.render('plain.txt.njk', {
      s: '<€>',
      price: { amount: 320, currency: 'GBP' },
    })

    expect(text).toBe('– “<€>” £3.20')
  })

  it('formats days, times, prices and counts', () => {
    const at = new Date('2026-11-28T10:00:00Z')
    const price = { amount: 120_050, currency: 'GBP' }

    const text = views.render('filters.njk', { at, price, yen: { amount: 320, currency: 'JPY' } })

    expect(text.split(';')).toEqual([
      'Saturday 28 November',
      '10:00',
      '19:00',
      'Saturday 28 November, 10:00',
      '28 November 2026',
      '2026-11-28T10:00:00Z',
      'Sat 28 Nov',
      '£1,200.50',
      'JP¥320',
      '1 loaf',
      '2 items',
    ])
  })

  it('knows globals, icons, assets and drawings', () => {
    const html = views.render('globals.njk', { nul: null })

    expect(html).toMatch(/^Rose Ash<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path/)
    expect(html).toMatch(/<\/svg>\/assets\/main\.[0-9a-f]{10}\.css<img/)
    expect(html.match(/(?<=illustrations\/)[a-z-]+|alt="[^"]*"/g)).toEqual([
      'loaf',
      'alt="A &#8220;loaf&#8221;"',
      'ash-leaf',
      'alt=""',
      'ash-leaf',
      'alt=""',
    ])
  })

  it('names the template and the place when one is malformed', () => {
    const broken = mkdtempSync(join(tmpdir(), 'views-'))
    writeFileSync(join(broken, 'broken.njk'), 'fine\n{% if %}')

    const create = () =>
      createViews({ roots: [broken], globals: {}, locale: 'en-GB', timeZone: 'UTC' })

    expect(create).toThrow(/broken\.njk.*\[Line 2, Column 7\]/s)
    rmSync(broken, { recursive: true })
  })
})

function renderAll(one: (name: string) => string): Record<string, string> {
  const names = Object.keys(templates)
  return Object.fromEntries(names.map((name) => [name, render(() => one(name))]))
}

/** The output, or the last line of what went wrong: both must be alike. */
function render(make: () => string): string {
  try {
    return make()
  } catch (error) {
    return `failed: ${String(error).split('\n').at(-1)}`
  }
}
