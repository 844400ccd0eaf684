import { createViews } from './create-views.ts'

const origin = (app: string): string => `https://${app}.rose-ash.example`

/** The cooperative that templates are tried with. */
export const sampleSite = {
  name: 'Rose Ash',
  tagline: 'Bread, pots and good company, made in Wendle and owned by the people who use it.',
  address: ['The Old Tannery', '3 Mill Lane', 'Wendle WN4 2QA'],
  openingHours: ['Thursday and Friday 8–18', 'Saturday 8–14'],
  email: 'hello@rose-ash.example',
  handle: 'coop',
  host: 'rose-ash.example',
  urls: {
    blog: origin('blog'),
    market: origin('market'),
    cart: origin('cart'),
    events: origin('events'),
    federation: origin('federation'),
    account: origin('account'),
  },
}

/** What a page template is given besides its own data; a fragment is shown as `[its type]`. */
export const samplePage = {
  page: { title: 'A page' },
  nonce: 'nonce',
  fragmentAssets: '',
  fragment: (type: string, params: object = {}) =>
    `[${[type, ...Object.values(params)].join(' ')}]`,
}

/** Renders templates as a test wants them: the shared ones, and those below an app's `roots`. */
export function sampleRender(...roots: string[]): (template: string, data: object) => string {
  const views = createViews({
    roots,
    globals: { site: sampleSite },
    locale: 'en-GB',
    timeZone: 'Europe/London',
  })
  return (template, data) => views.render(template, { ...samplePage, ...data })
}

/** What a template shows when its data lacks something, or it prints a macro. */
export const missing = /undefined|\[object |NaN|Invalid Date|function \(/
