import type { BaseLogger } from 'pino'

/** The part of a pino logger that is used here. */
export type Log = Pick<BaseLogger, 'info' | 'warn'>
