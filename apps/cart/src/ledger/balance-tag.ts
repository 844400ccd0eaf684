/** The cache tag of everything that shows a member's balance. */
export const balanceTag = (personId: string): string => `balance:${personId}`
