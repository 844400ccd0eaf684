import type { Config } from '../config/index.ts'

/**
 * For routes whose addresses hold secrets: their requests are not logged; what goes wrong in them is,
 * unless the app logs even less.
 */
export function unlogged({ logLevel }: Pick<Config, 'logLevel'>): { logLevel: Config['logLevel'] } {
  const tellsRequests = logLevel === 'info' || logLevel === 'debug' || logLevel === 'trace'
  return { logLevel: tellsRequests ? 'warn' : logLevel }
}
