import type { HandoverChoice } from './handover-choices.ts'

/** One way in which goods reach the buyer, with the days on which it can be: short, until one asks for more. */
export interface Way<Choice extends HandoverChoice = HandoverChoice> {
  /** The day that is chosen, or else the next. */
  shown: Choice
  /** Its other days, in their order. */
  others: Choice[]
}

/** The choices by way: what is the same but for its day is one, where its first day stands. */
export function waysOf<Choice extends HandoverChoice>(
  choices: Choice[],
  chosen: string,
): Way<Choice>[] {
  const ways = Map.groupBy(choices, ({ kind, title, place, notes, feeMinor }) =>
    JSON.stringify([kind, title, place, notes, feeMinor]),
  )
  return [...ways.values()].flatMap((days) => {
    const shown = days.find(({ choice }) => choice === chosen) ?? days[0]
    return shown ? [{ shown, others: days.filter((day) => day !== shown) }] : []
  })
}
