/** The cache tags of what shows these entries. */
export function entryTags(entries: { id: string }[]): string[] {
  return entries.map(({ id }) => `entry:${id}`)
}
