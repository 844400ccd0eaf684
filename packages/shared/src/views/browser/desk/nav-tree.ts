interface Place {
  parent: string
  position: number
}

/** Lets items of the menu be dragged: before another one, after the last, or below one on its right half. */
export function startNavTree(tree: HTMLElement): void {
  let dragged: HTMLElement | undefined
  tree.addEventListener('dragstart', (event) => {
    dragged = itemAt(event)?.closest<HTMLElement>('[data-item]') ?? undefined
    event.dataTransfer?.setData('text/plain', dragged?.dataset.item ?? '')
  })
  tree.addEventListener('dragover', (event) => {
    const over = itemAt(event)
    if (!over || !dragged || dragged.contains(over)) return
    event.preventDefault()
    clear(tree)
    over.dataset.drop = sideOf(over, event)
  })
  tree.addEventListener('dragleave', () => clear(tree))
  tree.addEventListener('drop', (event) => {
    const over = itemAt(event)
    const item = over?.closest<HTMLElement>('[data-item]')
    clear(tree)
    if (!over || !item || !dragged) return
    event.preventDefault()
    const place = placeAt(item, dragged, sideOf(over, event))
    send(dragged.dataset.item ?? '', place)
  })
}

function itemAt({ target }: Event): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('.nav-item') : null
}

type Side = 'before' | 'after' | 'inside'

function sideOf(over: HTMLElement, { clientX, clientY }: MouseEvent): Side {
  const { left, top, width, height } = over.getBoundingClientRect()
  if (clientX > left + width / 2) return 'inside'
  const isLast = over.closest('[data-item]')?.nextElementSibling === null
  return isLast && clientY > top + height / 2 ? 'after' : 'before'
}

/** Its new place among the others: what is dragged does not count, so all that follow it move up. */
function placeAt(item: HTMLElement, dragged: HTMLElement, side: Side): Place {
  const { item: id = '', parent = '', position = '0' } = item.dataset
  if (side === 'inside') return { parent: id, position: 1000 }
  const isAhead =
    dragged.dataset.parent === parent && Number(dragged.dataset.position) < Number(position)
  return { parent, position: Number(position) + (side === 'after' ? 1 : 0) - (isAhead ? 1 : 0) }
}

function clear(tree: HTMLElement): void {
  for (const marked of tree.querySelectorAll<HTMLElement>('[data-drop]')) delete marked.dataset.drop
}

/** The same form as the arrows send. */
function send(id: string, { parent, position }: Place): void {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = `/navigation/${id}/place`
  for (const [name, value] of Object.entries({ parentId: parent, position: String(position) })) {
    const input = document.createElement('input')
    input.type = 'hidden'
    input.name = name
    input.value = value
    form.append(input)
  }
  document.body.append(form)
  form.submit()
}
