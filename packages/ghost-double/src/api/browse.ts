import { type Row, textOf } from '../state/rows.ts'
import { parseFilter } from './filter.ts'

export interface Query {
  limit?: string
  page?: string
  order?: string
  filter?: string
  fields?: string
  include?: string
  formats?: string
}

export interface Page {
  rows: Row[]
  pagination: Record<'page' | 'limit' | 'pages' | 'total', number> &
    Record<'next' | 'prev', number | null>
}

/** `limit` is 15 unless told, and 100 at most; beyond the last page there is nothing, with 200. */
export function browse(all: Iterable<Row | Omit<Row, 'updated_at'>>, query: Query): Page {
  const test = query.filter ? parseFilter(query.filter) : () => true
  const found = sorted(([...all] as Row[]).filter(test), query.order ?? 'created_at desc,id desc')
  const limit = limitOf(query.limit)
  const page = Math.max(1, Number(query.page) || 1)
  const pages = Math.max(1, Math.ceil(found.length / limit))
  const rows = found.slice((page - 1) * limit, page * limit)
  const next = page === pages ? null : page + 1
  const pagination = {
    page,
    limit,
    pages,
    total: found.length,
    next,
    prev: page > 1 ? page - 1 : null,
  }
  return { rows, pagination }
}

function limitOf(given: string | undefined): number {
  if (given === 'all') return 100
  return Math.min(100, Math.trunc(Number(given)) || 15)
}

function sorted(rows: Row[], order: string): Row[] {
  const keys = order.split(',').map((part) => part.trim().split(/\s+/))
  return rows.toSorted((a, b) => {
    for (const [field = 'id', way] of keys) {
      const [left, right] = [textOf(a[field]), textOf(b[field])]
      if (left !== right) return (left < right ? -1 : 1) * (way?.toLowerCase() === 'desc' ? -1 : 1)
    }
    return 0
  })
}
