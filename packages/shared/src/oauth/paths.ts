/** Where the provider answers, on the federation app's origin. */
export const providerPaths = {
  authorization: '/oidc/auth',
  token: '/oidc/token',
  jwks: '/oidc/jwks',
  userinfo: '/oidc/userinfo',
  endSession: '/oidc/session/end',
} as const

/** Where every app signs people in and out, on its own origin. */
export const signInPaths = {
  login: '/auth/login',
  callback: '/auth/callback',
  logout: '/auth/logout',
  backchannelLogout: '/auth/backchannel-logout',
} as const

/** The algorithm of everything the provider signs. */
export const signingAlgorithm = 'ES256'
