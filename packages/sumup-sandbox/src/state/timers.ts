/** A timer cannot wait longer; Node would fire it at once. */
const longestWait = 2 ** 31 - 1

/** Time-outs that all end when the sandbox is closed. */
export class Timers {
  #running = new Set<NodeJS.Timeout>()

  after(ms: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(
      () => {
        this.#running.delete(timer)
        act()
      },
      Math.min(ms, longestWait),
    )
    this.#running.add(timer)
    return timer
  }

  cancel(timer: NodeJS.Timeout | undefined): void {
    if (timer === undefined) return
    clearTimeout(timer)
    this.#running.delete(timer)
  }

  get running(): number {
    return this.#running.size
  }

  stop(): void {
    for (const timer of this.#running) clearTimeout(timer)
    this.#running.clear()
  }
}
