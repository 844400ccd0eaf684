import { shapeForHook, shape } from './api/shape.ts'
import { addRow, type Change, deleteRow, editRow, singularOf } from './api/write.ts'
import { Faults } from './faults.ts'
import { Hooks } from './hooks.ts'
import { GhostState } from './state/ghost-state.ts'
import type { Resource, Row } from './state/rows.ts'

/** A request that reached the API. */
export interface Asked {
  method: string
  url: string
  headers: Record<string, unknown>
}

/** A Ghost, and what its editors do in its own admin pages. */
export class Ghost {
  url = ''
  readonly state: GhostState
  readonly hooks: Hooks
  readonly faults = new Faults()
  readonly requests: Asked[] = []
  /** The most requests that were in flight at once. */
  mostAtOnce = 0

  constructor(now: () => Date) {
    this.state = new GhostState(now)
    this.hooks = new Hooks(this.state, now)
  }

  /** An editor makes something; listeners are told. */
  add(resource: Resource, values: Record<string, unknown> = {}): Row {
    return this.#told(
      resource,
      addRow(this.state, resource, isPost(resource) ? { title: 'A post', ...values } : values),
    )
  }

  /** An editor changes something that is open in front of them. */
  edit(resource: Resource, id: string, values: Record<string, unknown>): Row {
    const row = this.#row(resource, id)
    return this.#told(
      resource,
      editRow(this.state, resource, row, { ...values, updated_at: row.updated_at }),
    )
  }

  delete(resource: Resource, id: string): void {
    this.#told(resource, deleteRow(this.state, resource, this.#row(resource, id)))
  }

  /** A bulk action: `updated_at` stays, and listeners hear `site.changed` at most. */
  bulk(action: 'feature' | 'unpublish' | 'delete' | { addTag: string }, ids: string[]): void {
    const rows = ids.map((id) => this.#row('posts', id))
    const silent = action === 'delete' && rows.every(({ status }) => status !== 'published')
    for (const row of rows) {
      if (action === 'delete') this.state.rows.posts.delete(row.id)
      else if (action === 'feature') row.featured = true
      else if (action === 'unpublish') row.status = 'draft'
      else row.tag_ids = [...(row.tag_ids as string[]), action.addTag]
    }
    this.state.note(action === 'delete' ? 'deleted' : 'edited', 'post', null)
    if (!silent) void this.hooks.fire([{ event: 'site.changed', body: { event: 'site.changed' } }])
  }

  /** Fires what a change caused. */
  tell(resource: Resource, row: Row, before: Row | undefined, events: string[]): void {
    const shown = isPost(resource)
      ? shapeForHook(this.state, resource, row, this.url)
      : shape(this.state, resource, row, {}, this.url)
    const one = singularOf[resource]
    void this.hooks.fire(
      events.map((event) => {
        if (event === 'site.changed' || !event.startsWith(`${one}.`))
          return { event, body: { event } }
        const body = event.endsWith('.deleted')
          ? { event, [one]: { current: {}, previous: shown } }
          : { event, [one]: { current: shown, previous: changedOf(before, row) } }
        return { event, body }
      }),
    )
  }

  #row(resource: Resource, id: string): Row {
    const row = this.state.rows[resource].get(id)
    if (!row) throw new Error(`the double has no ${singularOf[resource]} ${id}`)
    return row
  }

  #told(resource: Resource, { row, before, events }: Change): Row {
    this.tell(resource, row, before, events)
    return row
  }
}

const isPost = (resource: Resource): boolean => resource === 'posts' || resource === 'pages'

function changedOf(before: Row | undefined, after: Row): Record<string, unknown> {
  const names = Object.keys(before ?? {}).filter((name) => before?.[name] !== after[name])
  return Object.fromEntries(
    names.filter((name) => name !== 'lexical').map((name) => [name, before?.[name]]),
  )
}
