import type { PageOutcome } from '../../scraping/fetch/fetch-page.ts'

const sentences: Readonly<Record<PageOutcome['outcome'], string>> = {
  ok: '',
  unchanged: '',
  gone: 'This page is no longer there.',
  retry_later: 'The shop asks us to come back later.',
  not_html: 'This is no web page.',
  failed: 'The shop answers with an error.',
  refused: 'The shop’s robots.txt forbids it, or it is no address on the internet.',
  too_large: 'This page has more than 5 MB.',
  redirect_loop: 'This page leads on and on.',
  too_late: 'The shop took too long.',
  not_reachable: 'The shop does not answer.',
}

/** What came of a page, for people. */
export const words = ({ outcome }: PageOutcome): string => sentences[outcome]
