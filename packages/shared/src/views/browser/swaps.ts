/** When the server refuses what a form of htmx sent, the page is asked for again as it stands now. */
export function startSwaps(): void {
  document.addEventListener('htmx:responseError', () => location.reload())
}
