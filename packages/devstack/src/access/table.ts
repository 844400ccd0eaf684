import { type AppName, appNames } from '@rose-ash/shared/config'
import { cartAccountingRows } from './cart-accounting-rows.ts'
import { cartDeskRows } from './cart-desk-rows.ts'
import { cartCardRows, cartMerchantRows } from './cart-merchant-rows.ts'
import { ownerRows } from './cart-rows.ts'
import { commentRows } from './comment-rows.ts'
import { eventsDeskRows } from './events-desk-rows.ts'
import { marketShopRows } from './market-shop-rows.ts'
import { all, type Row, type Statuses } from './row.ts'
import type { World } from './world.ts'
import { marketRows } from './market-rows.ts'
import { marketSupplierRows } from './market-supplier-rows.ts'
import { marketWindowRows } from './market-window-rows.ts'
import { invoiceRows, voucherRows } from './papers-rows.ts'
import { writingRows } from './writing-rows.ts'

/** Every route of every app. Requests that change something come last, as they change it. */
export function accessTable(world: World): Row[] {
  return [
    ...appNames.flatMap(commonRows),
    ...publicRows(world),
    ...providerRows(),
    ...memberRows(),
    ...ownerRows(world),
    ...cartCardRows(world),
    ...cartMerchantRows(world),
    ...cartAccountingRows(world),
    ...cartDeskRows(world),
    ...voucherRows(),
    ...invoiceRows(world),
    ...eventsDeskRows(world),
    ...mediaRows(),
    ...writingRows(world),
    ...commentRows(world),
    ...marketRows(world),
    ...marketWindowRows(world),
    ...marketSupplierRows(world),
    ...ghostRows(),
    ...appNames.map(logoutRow),
  ]
}

/** What the factory gives every app. */
function commonRows(app: AppName): Row[] {
  return [
    { app, method: 'GET', url: '/healthz', path: '/healthz', statuses: all(200) },
    { app, method: 'GET', url: '/readyz', path: '/readyz', statuses: all(200) },
    { app, method: 'GET', url: '/metrics', path: '/metrics', statuses: all(200) },
    { app, method: 'GET', url: '/assets/*', path: '/assets/none.css', statuses: all(404) },
    {
      app,
      method: 'GET',
      url: '/internal/fragments',
      path: '/internal/fragments?f=nav-tree',
      statuses: all(401),
    },
    {
      app,
      method: 'GET',
      url: '/internal/fragments/:name',
      path: '/internal/fragments/nav-tree',
      statuses: all(401),
    },
    // The provider does not run here, so whoever needs it is told to come back later.
    { app, method: 'GET', url: '/auth/login', path: '/auth/login', statuses: [503, 303, 303, 303] },
    { app, method: 'GET', url: '/auth/callback', path: '/auth/callback', statuses: all(400) },
    {
      app,
      method: 'POST',
      url: '/auth/backchannel-logout',
      path: '/auth/backchannel-logout',
      body: { logout_token: 'forged' },
      statuses: all(400),
    },
  ]
}

/**
 * Ends the app's session, so it comes last. The provider does not run here, and everybody is told
 * that the other apps could not be signed out of yet.
 */
function logoutRow(app: AppName): Row {
  return { app, method: 'POST', url: '/auth/logout', path: '/auth/logout', statuses: all(503) }
}

/** The OpenID provider and its pages know nobody by an app's session: all roles are strangers. */
function providerRows(): Row[] {
  return [
    providerRow('GET', '/.well-known/openid-configuration', 200),
    providerRow('GET', '/oidc/jwks', 200),
    providerRow('GET', '/oidc/auth', 400),
    providerRow('GET', '/oidc/auth/:uid', 400, '/oidc/auth/none'),
    providerRow('POST', '/oidc/token', 400),
    providerRow('GET', '/oidc/userinfo', 401),
    providerRow('GET', '/oidc/session/end', 303),
    providerRow('POST', '/oidc/session/end', 303),
    providerRow('GET', '/signed-out', 200),
    providerRow('GET', '/sign-in/:uid', 410, '/sign-in/none'),
    providerRow('GET', '/sign-in/:uid/code', 410, '/sign-in/none/code'),
    {
      ...providerRow('POST', '/sign-in/:uid/code', 410, '/sign-in/none/code'),
      body: { code: '123456' },
    },
    {
      ...providerRow('POST', '/sign-in/:uid/mails', 410, '/sign-in/none/mails'),
      body: { email: 'somebody@rose-ash.example' },
    },
    providerRow('POST', '/sign-in/:uid/cancellation', 410, '/sign-in/none/cancellation'),
    providerRow('GET', '/sign-in/links/:token', 410, '/sign-in/links/none'),
    providerRow('POST', '/sign-in/links/:token', 410, '/sign-in/links/none'),
  ]
}

function openRow(app: AppName, url: string, path = url): Row {
  return { app, method: 'GET', url, path, statuses: all(200) }
}

function publicRows({ publicActivityId }: World): Row[] {
  return [
    openRow('blog', '/'),
    openRow('blog', '/:slug', '/the-oven-is-twenty'),
    openRow('blog', '/authors/:slug', '/authors/ada-marsh'),
    ...[
      '/:slug/',
      '/tag/:slug',
      '/tag/:slug/',
      '/author/:slug',
      '/author/:slug/',
      '/rss',
      '/rss/',
      '/tags/',
      '/tags/:slug/',
      '/authors/:slug/',
      '/archive/',
      '/archive/:slug/',
    ].map((url) => ({ ...openRow('blog', url, url.replace(':slug', 'none')), statuses: all(301) })),
    openRow('blog', '/archive'),
    openRow('blog', '/tags'),
    { ...openRow('blog', '/tags/:slug', '/tags/none'), statuses: all(404) },
    openRow('blog', '/search', '/search?q=oven'),
    { ...openRow('blog', '/archive/:month', '/archive/2000-01'), statuses: all(404) },
    openRow('blog', '/rss.xml'),
    openRow('blog', '/feed.json'),
    openRow('blog', '/sitemap.xml'),
    openRow('blog', '/robots.txt'),
    openRow('market', '/'),
    ...marketShopRows(),
    openRow('events', '/'),
    openRow('events', '/calendars/:slug', '/calendars/at-the-oven'),
    openRow('events', '/entries/:slug', '/entries/sourdough-morning'),
    openRow('events', '/resources'),
    openRow('events', '/resources/:slug', '/resources/the-bread-oven'),
    openRow('federation', '/'),
    openRow('federation', '/activities/:id', `/activities/${publicActivityId}`),
  ]
}

/** The media library is for those who write: a member may not look, and there is no file in it. */
function mediaRows(): Row[] {
  const none = '/media/01a20000-0000-7000-8000-000000000000'
  return [
    mediaRow('GET', '/media', '/media', 200),
    mediaRow('POST', '/media', '/media', 400),
    mediaRow('GET', '/media/:id', none, 404),
    { ...mediaRow('POST', '/media/:id', none, 404), body: { alt: 'Leeks', caption: '' } },
    mediaRow('GET', '/media/:id/deletion', `${none}/deletion`, 404),
    mediaRow('POST', '/media/:id/deletion', `${none}/deletion`, 404),
    {
      app: 'blog',
      method: 'GET',
      url: '/media/files/:folder/:file',
      path: `/media/files/${'0'.repeat(40)}/original.jpg`,
      statuses: all(404),
    },
  ]
}

function memberRows(): Row[] {
  const own = { app: 'account', statuses: [401, 200, 200, 200] } as const
  return [
    { ...own, method: 'GET', url: '/', path: '/', statuses: [...own.statuses] },
    { ...own, method: 'GET', url: '/profile', path: '/profile', statuses: [...own.statuses] },
    {
      app: 'account',
      method: 'POST',
      url: '/profile',
      path: '/profile',
      body: { name: 'Somebody' },
      statuses: [401, 303, 303, 303],
    },
  ]
}

/** Ghosts are for administrators; what is asked about is not there. */
function ghostRows(): Row[] {
  const none = '/ghost/01a20000-0000-7000-8000-000000000000'
  const row = (url: string, status: number, more: Partial<Row> = {}): Row => {
    const path = url.replace('/ghost/:siteId', none)
    const statuses: Statuses = [401, 403, 403, status]
    return { app: 'blog', method: 'POST', url, path, statuses, ...more }
  }
  return [
    row('/ghost', 200, { method: 'GET' }),
    row('/ghost/export.json', 200, { method: 'GET' }),
    row('/ghost', 400, { body: { url: 'https://ghost.example', adminKey: 'none' } }),
    row('/ghost/files', 400),
    row('/ghost/:siteId/imports', 404),
    row('/ghost/:siteId/import-stops', 303),
    row('/ghost/:siteId/mode', 409, { body: { mode: 'push', confirmed: 'on' } }),
    row('/ghost/:siteId/disconnection', 404),
    row('/ghost/:siteId/staff-token', 404, { body: { staffToken: 'none' } }),
    row('/ghost/:siteId/staff-token/removal', 404),
    row('/ghost/:siteId/retries', 303),
    row('/ghost/hooks/:siteId', 401, { path: `/ghost/hooks/${none.slice(7)}`, statuses: all(401) }),
  ]
}

function providerRow(method: Row['method'], url: string, status: number, path = url): Row {
  return { app: 'federation', method, url, path, statuses: all(status) }
}

function mediaRow(method: Row['method'], url: string, path: string, admin: number): Row {
  return { app: 'blog', method, url, path, statuses: [401, 403, 403, admin] }
}
