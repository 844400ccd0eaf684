import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser'

const shared = '^packages/shared/src'
const platform = `${shared}/(config|errors|http|views|cache|jobs|mail|media|money|csv|slugs|time)/`
const domain = `${shared}/(db|contracts|services|fragments|oauth|activitypub)/`
const factory = `${shared}/(app|testing)/`
/** `Db`, the type of every verb's first parameter; as a type it may be named anywhere. */
const database = `${shared}/db/(index|database)[.]ts$`
/** Tests may build what they test out of anything. */
const tests = '[.]test[.]ts$|/(testing|e2e|conformance)/|vitest[.][a-z.]*config[.]ts$'

/** Of what runs in production, only `from` may import the npm packages that `names` matches. */
const only = (name: string, from: string, names: string): IForbiddenRuleType => ({
  name,
  severity: 'error',
  from: { path: '^(apps|packages/shared)/', pathNot: [from, tests] },
  to: { path: `node_modules/(${names})/` },
})

/**
 * Who may import whom: apps → factory → domain → platform, and what else the design says of it, one
 * rule a sentence. Type imports count.
 */
export const forbidden: IForbiddenRuleType[] = [
  {
    name: 'no-app-imports-another-app',
    severity: 'error',
    from: { path: '^apps/([^/]+)/' },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'shared-imports-no-app',
    severity: 'error',
    from: { path: '^packages/shared/' },
    to: { path: '^(apps|packages|tools|bench)/', pathNot: '^packages/shared/' },
  },
  {
    name: 'domain-imports-no-factory',
    severity: 'error',
    from: { path: domain, pathNot: tests },
    to: { path: factory },
  },
  {
    name: 'platform-imports-no-factory',
    severity: 'error',
    from: { path: platform, pathNot: tests },
    to: { path: factory },
  },
  {
    name: 'platform-imports-no-domain',
    severity: 'error',
    from: { path: platform, pathNot: tests },
    to: { path: domain, pathNot: database },
  },
  {
    name: 'platform-and-contracts-know-the-database-as-a-type',
    severity: 'error',
    from: { path: [platform, `${shared}/contracts/`], pathNot: tests },
    to: { path: database, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'contracts-import-zod-and-each-other',
    severity: 'error',
    from: { path: `${shared}/contracts/` },
    to: { pathNot: [`${shared}/contracts/`, 'node_modules/zod/', database] },
  },
  {
    name: 'an-app-reads-only-its-own-tables',
    severity: 'error',
    from: { path: '^apps/([^/]+)/', pathNot: tests },
    to: { path: `${shared}/db/models/`, pathNot: `${shared}/db/models/($1|$1-[a-z]+|holds)[.]ts$` },
  },
  {
    name: 'a-service-reads-only-its-own-tables',
    severity: 'error',
    from: { path: `${shared}/services/([^/]+)/`, pathNot: tests },
    to: {
      path: `${shared}/db/models/`,
      pathNot: `${shared}/db/models/($1|$1-[a-z]+|[a-z]+-$1|holds)[.]ts$`,
    },
  },
  {
    name: 'what-another-domain-knows-is-asked-through-the-registry',
    severity: 'error',
    from: { path: '^apps/([^/]+)/', pathNot: tests },
    to: { path: `${shared}/services/[^/]+/`, pathNot: `${shared}/services/($1|holds|media)/` },
  },
  {
    name: 'packages-are-entered-by-their-exports',
    severity: 'error',
    from: { path: '^(apps/[^/]+|packages/[^/]+|tools|bench)/' },
    to: { path: '^(apps|packages|tools|bench)/', pathNot: '^$1/', dependencyTypes: ['local'] },
  },
  {
    name: 'nothing-imports-the-dev-stack',
    severity: 'error',
    from: { pathNot: ['^packages/(devstack|sumup-sandbox)/', '^bench/', tests] },
    to: { path: '^packages/(devstack|sumup-sandbox)/' },
  },
  {
    name: 'no-code-imports-tests',
    severity: 'error',
    from: { pathNot: [tests, '^(tools|bench|packages/devstack)/'] },
    to: { path: tests },
  },
  {
    name: 'what-runs-in-production-is-installed-there',
    severity: 'error',
    from: { path: '^(apps|packages/shared)/', pathNot: tests },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'every-import-is-declared-and-found',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  only('only-oauth-imports-openid-client', `${shared}/oauth/`, 'openid-client'),
  only('only-federation-imports-oidc-provider', '^apps/federation/', 'oidc-provider'),
  only('only-activitypub-imports-activitypub', `${shared}/activitypub/`, 'activitypub-express'),
  only('only-fragments-and-sign-in-speak-http', `${shared}/(http|oauth)/`, 'undici'),
  only('only-cart-imports-sumup', '^apps/cart/', '@sumup/sdk'),
]

/** How imports are found and resolved: as Node does, with those that only types need. */
export const readingOptions: ICruiseOptions = {
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '(^|/)dist/' },
  tsPreCompilationDeps: true,
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
  },
}
