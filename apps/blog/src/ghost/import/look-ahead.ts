/** A thing, and what was begun with it before it was its turn. */
interface Begun<Row, Work> {
  row: Row
  work: Promise<Work>
}

/**
 * Begins with a thing of a list while those before it are still at work, with so many at once. They come
 * in the order of the list. What fails is told at its turn. Whoever stops waits for what was begun.
 */
export async function* lookAhead<Row, Work>(
  rows: AsyncIterable<Row>,
  atOnce: number,
  begin: (row: Row) => Promise<Work>,
): AsyncGenerator<Begun<Row, Work>> {
  const waiting: Begun<Row, Work>[] = []
  // A list that cannot be read on is told after what was read of it.
  const end = { failed: false, error: undefined as unknown }
  const iterator = rows[Symbol.asyncIterator]()
  try {
    for (let more = true; more || waiting.length > 0;) {
      while (more && waiting.length < atOnce) {
        try {
          const { done, value } = await iterator.next()
          if (done === true) more = false
          else waiting.push({ row: value, work: quietly(begin(value)) })
        } catch (error) {
          more = false
          Object.assign(end, { failed: true, error })
        }
      }
      const next = waiting.shift()
      if (!next) break
      yield next
    }
    if (end.failed) throw end.error
  } finally {
    await Promise.allSettled(waiting.map(({ work }) => work))
    await iterator.return?.()
  }
}

/** Whoever awaits it hears of its failure; until then nobody does. */
function quietly<Work>(work: Promise<Work>): Promise<Work> {
  work.catch(() => undefined)
  return work
}
