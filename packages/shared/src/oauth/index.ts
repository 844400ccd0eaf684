/**
 * Signing in: every app is an OpenID client of the federation app. A session lives on the server,
 * one for each app; the browser has a host-only cookie with its name.
 */
export { clientSecret } from './client-secret.ts'
export { SignInLost } from './errors.ts'
export { createInternalFetch, type InternalFetch } from './internal-fetch.ts'
export { providerPaths, signingAlgorithm, signInPaths } from './paths.ts'
export { createQuickViewer } from './quick-viewer.ts'
export { createSealer, type Sealer } from './seal.ts'
export { createSessions, type Session, sessionSeconds, type Sessions } from './sessions.ts'
export { type SignInOptions, signInPlugin } from './sign-in-plugin.ts'
export { ssoCookie, ssoCookieOptions, ssoHint } from './sso-cookie.ts'
export { sessionCookie, viewerPlugin } from './viewer-plugin.ts'
export { unlogged } from './unlogged.ts'
export { createVisitorCookies, visitorCookie } from './visitor-cookie.ts'
