/** The cache tags of what shows a thing that can be booked, on its own page and on the page it belongs to. */
export function resourceTags(resource: { id: string; pageId: string }): string[] {
  return [`resource:${resource.id}`, `resources-of:${resource.pageId}`]
}

/** The tags of what shows these slots, which the cart purges, too. */
export function slotTags(slots: { id: string }[]): string[] {
  return slots.map(({ id }) => `item:${id}`)
}
