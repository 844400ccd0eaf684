const blocks = 'p,h1,h2,h3,h4,h5,h6,li,blockquote,figure,pre,hr,table,tr,summary,details'

/** A toggle opens and closes by itself, where Ghost's needs a script. */
export function toDetails(container: HTMLElement): void {
  for (const card of container.querySelectorAll('.kg-toggle-card')) {
    const { ownerDocument } = container
    const details = ownerDocument.createElement('details')
    details.className = 'kg-card kg-toggle-card'
    const summary = ownerDocument.createElement('summary')
    summary.innerHTML = card.querySelector('.kg-toggle-heading-text')?.innerHTML ?? ''
    const content = ownerDocument.createElement('div')
    content.className = 'kg-toggle-content'
    content.innerHTML = card.querySelector('.kg-toggle-content')?.innerHTML ?? ''
    details.append(summary, content)
    card.replaceWith(details)
  }
}

/** Where the wall of a members' post stands: Ghost writes a comment, which would not survive. */
export function markPaywall(container: HTMLElement): void {
  const { ownerDocument } = container
  const walker = ownerDocument.createTreeWalker(container, 128)
  const found: Comment[] = []
  while (walker.nextNode()) {
    const comment = walker.currentNode as Comment
    if (comment.data.trim() === 'members-only') found.push(comment)
  }
  for (const comment of found) {
    const wall = ownerDocument.createElement('div')
    wall.className = 'kg-paywall'
    comment.replaceWith(wall)
  }
}

/** A note leads back to where it is named, which the editor cannot say. */
export function nameFootnotes(container: HTMLElement): void {
  const { ownerDocument } = container
  for (const link of container.querySelectorAll('a[href^="#footnote-"]')) {
    const name = link.getAttribute('href')?.slice('#footnote-'.length) ?? ''
    const note = container.querySelector(`li[id="footnote-${name.replaceAll(/[^\w-]/g, '')}"]`)
    if (!note || link.id !== '') continue
    link.id = `footnote-ref-${name}`
    const back = ownerDocument.createElement('a')
    back.href = `#footnote-ref-${name}`
    back.textContent = ' ↩'
    back.title = 'Back to the text'
    note.append(back)
  }
}

/** The words as somebody would read them out, blocks parted by an empty line. */
export function plainText(container: HTMLElement): string {
  const copy = container.cloneNode(true) as HTMLElement
  for (const silent of copy.querySelectorAll(
    'script,style,svg,button,template,[href^="#footnote-ref-"]',
  ))
    silent.remove()
  for (const block of copy.querySelectorAll(blocks)) block.append('\n\n')
  for (const line of copy.querySelectorAll('br')) line.replaceWith('\n')
  return (copy.textContent ?? '')
    .split('\n')
    .map((line) => line.replaceAll(/[^\S\n]+/g, ' ').trim())
    .join('\n')
    .replaceAll(/\n{2,}/g, '\n\n')
    .trim()
}
