import { escapeHtml } from './escape-html.ts'

/** What is shown live: as it is when the page is read, not as it was when it was written. */
export const liveKinds = ['product', 'event', 'market', 'calendar'] as const

export type LiveKind = (typeof liveKinds)[number]

export interface LiveThing {
  id: string
  title: string
  /** A few words more, such as the price or the date. */
  detail: string
}

/**
 * The place of something live, as it is stored. The words inside stand there where nobody fills it in:
 * in the editor, in a Ghost, in feeds.
 */
export function liveBlock(kind: LiveKind, thing: LiveThing): string {
  const words = [thing.title, thing.detail].filter((part) => part !== '').join(' · ')
  const id = escapeHtml(thing.id)
  return `<div data-rose-ash="${kind}" data-id="${id}"><p>${escapeHtml(words)}</p></div>`
}

/** What a card's HTML is the place of; undefined when it is not what `liveBlock` wrote. */
export function liveKindOf(html: string): LiveKind | undefined {
  const [, name] = /^<div data-rose-ash="([a-z]+)" data-id="[^"<>]*">/.exec(html) ?? []
  return liveKinds.find((kind) => kind === name)
}
