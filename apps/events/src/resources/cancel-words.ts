const units = [
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
] as const

/** Until when a booking can be cancelled: `until 2 hours before it begins`. */
export function cancelWords(minutes: number): string {
  if (minutes === 0) return 'until it begins'
  const [unit, size] = units.find(([, one]) => minutes % one === 0) ?? units[2]
  const count = minutes / size
  return `until ${count} ${unit}${count === 1 ? '' : 's'} before it begins`
}
