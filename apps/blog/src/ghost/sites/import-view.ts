import type { GhostImport } from './queries.ts'

const names: Record<string, string> = {
  newsletter: 'Newsletters',
  tag: 'Tags',
  author: 'Authors',
  post: 'Posts',
  page: 'Pages',
  navigation: 'Navigation',
  member: 'Members',
}

export interface ImportView {
  state: GhostImport['state']
  startedAt: Date
  endedAt: Date | null
  steps: { name: string; done: number; total: number; isNow: boolean }[]
  problems: GhostImport['problems']
}

/** An import as its page shows it: every step that was begun, and how far it is. */
export function importView(row: GhostImport | undefined): ImportView | undefined {
  if (!row) return undefined
  const { state, startedAt, endedAt, counts, problems, step } = row
  const begun = Object.entries(names).filter(([key]) => counts[key])
  const steps = begun.map(([key, name]) => {
    const { done, total } = counts[key] ?? { done: 0, total: 0 }
    return { name, done, total, isNow: state === 'running' && key === step }
  })
  return { state, startedAt, endedAt, steps, problems }
}
