import { expect, it } from 'vitest'
import { pathWithin } from './path-within.ts'

const origin = 'https://market.rose-ash.example'

it.each([
  ['/', '/'],
  ['/loaves?page=2', '/loaves?page=2'],
  ['/loaves#crumb', '/loaves'],
  [`${origin}/loaves`, '/loaves'],
  ['/a%2F%2Fb', '/a%2F%2Fb'],
  ['/?next=https://evil.example', '/?next=https://evil.example'],
])('takes %s', (candidate, path) => {
  expect(pathWithin(origin, candidate)).toBe(path)
})

it.each([
  undefined,
  '',
  'https://evil.example/',
  'http://market.rose-ash.example/',
  'https://market.rose-ash.example.evil.example/',
  'https://market.rose-ash.example@evil.example/',
  'https://cart.rose-ash.example/',
  '//evil.example',
  '///evil.example',
  String.raw`/\evil.example`,
  String.raw`\\evil.example`,
  '/\t/evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  'javascript:alert(1)',
  'data:text/html,hello',
  '/auth/login',
  '/auth/../auth/logout',
  `/${'a'.repeat(1_000)}`,
])('refuses %s', (candidate) => {
  expect(pathWithin(origin, candidate)).toBeUndefined()
})
