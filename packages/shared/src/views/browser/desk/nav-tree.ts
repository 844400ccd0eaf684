/** Lets items of the menu be dragged: before another one, or below it on its right half. */
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
    over.dataset.drop = isInside(over, event) ? 'inside' : 'before'
  })
  tree.addEventListener('dragleave', () => clear(tree))
  tree.addEventListener('drop', (event) => {
    const over = itemAt(event)
    const item = over?.closest<HTMLElement>('[data-item]')
    clear(tree)
    if (!over || !item || !dragged) return
    event.preventDefault()
    const { item: id = '', parent = '', position = '0' } = item.dataset
    const place = isInside(over, event) ? { parent: id, position: '1000' } : { parent, position }
    send(dragged.dataset.item ?? '', place)
  })
}

function itemAt({ target }: Event): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('.nav-item') : null
}

function isInside(over: HTMLElement, { clientX }: MouseEvent): boolean {
  const { left, width } = over.getBoundingClientRect()
  return clientX > left + width / 2
}

function clear(tree: HTMLElement): void {
  for (const marked of tree.querySelectorAll<HTMLElement>('[data-drop]')) delete marked.dataset.drop
}

/** The same form as the arrows send. */
function send(id: string, { parent, position }: { parent: string; position: string }): void {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = `/navigation/${id}/place`
  for (const [name, value] of Object.entries({ parentId: parent, position })) {
    const input = document.createElement('input')
    input.type = 'hidden'
    input.name = name
    input.value = value
    form.append(input)
  }
  document.body.append(form)
  form.submit()
}
