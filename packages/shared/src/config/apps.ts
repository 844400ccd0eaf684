/** The six apps. The name is the subdomain, the folder below `apps/` and the service in the stack. */
export const appNames = ['blog', 'market', 'cart', 'events', 'federation', 'account'] as const

export type AppName = (typeof appNames)[number]

/** Gives every app the value that `make` answers for it. */
export function forEachApp<T>(make: (app: AppName) => T): Record<AppName, T> {
  return Object.fromEntries(appNames.map((app) => [app, make(app)])) as Record<AppName, T>
}
