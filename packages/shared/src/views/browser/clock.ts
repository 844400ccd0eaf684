/** Shows every `[data-clock]` and counts down in its `[data-until]`. */
export function startClocks(): void {
  start(document)
  // What htmx brings later.
  document.addEventListener('htmx:load', ({ target }) => {
    if (target instanceof Element) start(target)
  })
}

function start(part: ParentNode): void {
  for (const clock of part.querySelectorAll<HTMLElement>('[data-clock][hidden]')) {
    const face = clock.querySelector<HTMLElement>('[data-until]')
    if (face) run(clock, face)
  }
}

function run(clock: HTMLElement, face: HTMLElement): void {
  const end = Date.parse(face.dataset['until'] ?? '')
  const tick = setInterval(show, 1000)
  clock.hidden = false
  show()

  /** When time is up the server is asked once: it alone knows what became of the order. */
  function show(): void {
    // Swapped away: whatever came in its place counts by itself.
    if (!face.isConnected) return clearInterval(tick)
    const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000))
    face.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    if (seconds > 0) return
    clearInterval(tick)
    setTimeout(() => location.reload(), 5000)
  }
}
