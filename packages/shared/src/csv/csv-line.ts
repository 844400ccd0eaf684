import { stringify } from 'csv-stringify/sync'

/**
 * One line of CSV (RFC 4180). What a spreadsheet would run as a formula gets an apostrophe before it
 * (OWASP: CSV injection).
 */
export const csvLine = (cells: readonly string[]): string =>
  stringify([[...cells]], { escape_formulas: true, record_delimiter: '\r\n' })
