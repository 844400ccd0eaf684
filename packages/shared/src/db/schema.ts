/** Every table of every domain, for drizzle-kit. Code imports the domain's own file. */
export * from './models/account.ts'
export * from './models/blog.ts'
export * from './models/cart.ts'
export * from './models/events.ts'
export * from './models/federation.ts'
export * from './models/holds.ts'
export * from './models/market.ts'
