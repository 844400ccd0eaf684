import pg from 'pg'

type Statement = pg.QueryConfig & { name: string }

/** A connection that sends a statement without waiting for the answer to the one before. */
interface Reader {
  client: Promise<pg.Client>
  /** Statements not answered yet. */
  waiting: number
  /** When it answered last, or was asked after a pause; by `performance.now()`. */
  movedAt: number
  /** Has it used no more: the next statement opens another. */
  drop(): void
}

/** More would only make PostgreSQL's processes wake each other. */
const READERS = 2

/** A reader that answers nothing for so long is at something slow, which nobody else shall wait for. */
const STALLED_MS = 25

/**
 * Sends the pool's named statements over two connections that all share, in PostgreSQL's pipeline
 * mode, instead of one connection for each that is under way: what is asked in one turn of the event
 * loop goes out in one write, and the server's processes need not be woken for each. A page made of one
 * statement costs about half. Transactions and statements without a name keep to the pool, and so does
 * a named one while both readers are at something slow. Answers what closes them.
 *
 * Each statement stands for itself: it is committed alone, and its error is its own.
 *
 * @see https://www.postgresql.org/docs/16/libpq-pipeline-mode.html
 */
export function shareReaders(pool: pg.Pool, settings: pg.ClientConfig): () => Promise<void> {
  const readers = new Set<Reader>()
  const alone = pool.query.bind(pool)

  const open = () => {
    const client = new pg.Client({ ...settings, pipeline: true })
    const drop = () => {
      if (readers.delete(reader)) void client.end()
    }
    const reader = { client: connected(client), waiting: 0, movedAt: 0, drop }
    client.on('error', (error) => {
      drop()
      pool.emit('error', error, client)
    })
    client.on('end', drop)
    reader.client.catch(drop)
    readers.add(reader)
    return reader
  }

  const free = (): Reader | undefined => {
    const now = performance.now()
    let best: Reader | undefined
    for (const reader of readers) {
      if (reader.waiting > 0 && now - reader.movedAt > STALLED_MS) continue
      if (!best || reader.waiting < best.waiting) best = reader
    }
    return best?.waiting === 0 || readers.size === READERS ? best : open()
  }

  // drizzle-orm asks with a statement and its values, and awaits the answer.
  const query = (asked: unknown, ...more: [values?: unknown[]]): unknown => {
    const reader = isNamed(asked) && !pool.ending ? free() : undefined
    return reader ? ask(reader, asked as Statement, more[0]) : alone(asked as Statement, ...more)
  }
  pool.query = query as typeof pool.query

  return async () => {
    await Promise.allSettled([...readers].map(async ({ client }) => (await client).end()))
  }
}

async function connected(client: pg.Client): Promise<pg.Client> {
  await client.connect()
  return client
}

async function ask(reader: Reader, statement: Statement, values?: unknown[]) {
  if (reader.waiting === 0) reader.movedAt = performance.now()
  reader.waiting += 1
  try {
    const client = await reader.client
    holdWrites(client.connection.stream)
    return await client.query(statement, values)
  } catch (error) {
    if (endsConnection(error)) reader.drop()
    throw error
  } finally {
    reader.waiting -= 1
    reader.movedAt = performance.now()
  }
}

/** What is written in this turn of the event loop goes out at its end, at once. */
function holdWrites(stream: pg.Connection['stream']): void {
  if (stream.writableCorked > 0) return
  stream.cork()
  setImmediate(() => stream.uncork())
}

/** Whether it is more than a statement's own error: the server is ending the connection, or nobody is there. */
function endsConnection(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.code?.startsWith('57P') === true
}

function isNamed(asked: unknown): boolean {
  return typeof asked === 'object' && asked !== null && 'name' in asked && Boolean(asked.name)
}
