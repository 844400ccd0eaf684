/** Does something for each of many, so many at a time; the outcomes are in their order. */
export async function atOnce<T, R>(
  many: readonly T[],
  width: number,
  what: (one: T, place: number) => Promise<R>,
): Promise<PromiseSettledResult<R>[]> {
  const outcomes: PromiseSettledResult<R>[] = []
  const queue = many.entries()
  const work = async () => {
    for (const [place, one] of queue) {
      const [outcome] = await Promise.allSettled([what(one, place)])
      outcomes[place] = outcome
    }
  }
  await Promise.all(Array.from({ length: width }, work))
  return outcomes
}
