/** Whatever a template may be given to show. */
export type Printable = { toString(): string } | null | undefined
