/** Turns "until 10:42" into "for 14 minutes" in every `[data-until]`, and keeps it true. */
export function startClocks(): void {
  const clocks = document.querySelectorAll<HTMLElement>('[data-until]')
  if (clocks.length === 0) return
  const ends = [...clocks].map((clock) => ({
    clock,
    end: Date.parse(clock.dataset['until'] ?? ''),
  }))
  const tick = () => {
    for (const { clock, end } of ends)
      show(clock, Math.max(0, Math.ceil((end - Date.now()) / 1000)))
  }
  tick()
  setInterval(tick, 1000)
}

/** Asks the server once when time is up: it alone knows what became of the order. */
function show(clock: HTMLElement, seconds: number): void {
  clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  if (seconds > 0 || clock.dataset['over']) return
  clock.dataset['over'] = 'yes'
  setTimeout(() => location.reload(), 1500)
}
