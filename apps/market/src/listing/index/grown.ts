interface Column {
  readonly length: number
  set(from: never): void
}

/** The column itself when it has this slot, else a copy of twice the size. */
export function grown<T extends Column>(column: T, slot: number): T {
  if (slot < column.length) return column
  const Type = column.constructor as new (length: number) => T
  const larger = new Type(Math.max(slot + 1, 2 * column.length))
  larger.set(column as never)
  return larger
}
