import { expect, it } from 'vitest'
import { type Audience, decodeViewer, encodeViewer, type Viewer, viewerFor } from './viewer.ts'

const anonymous: Viewer = { kind: 'anonymous' }
const visitor: Viewer = { kind: 'visitor', visitorId: 'v1' }
const member: Viewer = { kind: 'member', personId: 'p1' }
const memberWithBasket: Viewer = { ...member, visitorId: 'v1' }

it.each<[Audience, Viewer, Viewer]>([
  ['nobody', anonymous, anonymous],
  ['nobody', visitor, anonymous],
  ['nobody', memberWithBasket, anonymous],
  ['members', anonymous, anonymous],
  ['members', visitor, anonymous],
  ['members', memberWithBasket, member],
  ['holders', anonymous, anonymous],
  ['holders', visitor, visitor],
  ['holders', memberWithBasket, member],
])('what is for %s knows of %o only %o', (audience, viewer, known) => {
  expect(viewerFor(audience, viewer)).toEqual(known)
})

it.each<[Viewer, string]>([
  [anonymous, 'anonymous'],
  [visitor, 'visitor:v1'],
  [member, 'member:p1'],
  [{ kind: 'member', personId: 'a:b|é\n' }, 'member:a%3Ab%7C%C3%A9%0A'],
])('%o travels as %s', (viewer, text) => {
  expect(encodeViewer(viewer)).toBe(text)
  expect(decodeViewer(text)).toEqual(viewer)
})
