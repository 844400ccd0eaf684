import { expect, it } from 'vitest'
import { CommentText } from '../../contracts/federation.ts'
import { commentHtml } from './comment-html.ts'

const link = (url: string) => `<a href="${url}" rel="nofollow ugc noopener">${url}</a>`
const paragraph = (html: string) => `<p dir="auto">${html}</p>`

it.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['"quoted" & \'quoted\'', '&quot;quoted&quot; &amp; &#39;quoted&#39;'],
  ['javascript:alert(1)', 'javascript:alert(1)'],
  ['data:text/html,x ftp://example.org', 'data:text/html,x ftp://example.org'],
  ['See https://example.org/a?b=1&c=2.', `See ${link('https://example.org/a?b=1&amp;c=2')}.`],
  ['(http://example.org/x)', `(${link('http://example.org/x')})`],
  ['https://example.org/Rye_(bread)!', `${link('https://example.org/Rye_(bread)')}!`],
  ['https://example.org/"onclick="x', `${link('https://example.org/')}&quot;onclick=&quot;x`],
  ['https://example.org/<b>', `${link('https://example.org/')}&lt;b&gt;`],
  ['https://example.org/\u202egpj.exe', `${link('https://example.org/')}&#8238;gpj.exe`],
  ['https://', 'https://'],
  ['one\ntwo', 'one<br>two'],
  ['bread 🍞', 'bread &#127838;'],
  ['خبز', '&#1582;&#1576;&#1586;'],
])('writes %s as HTML that says that and no more', (text, html) => {
  expect(commentHtml(text)).toBe(paragraph(html))
})

it('makes a paragraph of what stands between empty lines', () => {
  expect(commentHtml('One.\n\n\nTwo.')).toBe(paragraph('One.') + paragraph('Two.'))
})

it.each([
  ['  a\r\nb\rc  ', 'a\nb\nc'],
  ['nothing\0 else\x07', 'nothing else'],
  ['🍞'.repeat(2_000), '🍞'.repeat(2_000)],
])('takes %j as it is meant', (typed, text) => {
  expect(CommentText.parse(typed)).toBe(text)
})

it.each([
  [' \n\t\0 ', 'Write a few words first.'],
  ['x'.repeat(4_001), 'That is too long'],
])('refuses what says nothing, and what is too long', (typed, why) => {
  expect(CommentText.safeParse(typed).error?.message).toContain(why)
})
