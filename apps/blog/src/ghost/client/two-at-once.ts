const limit = 2
const lines = new Map<string, { busy: number; waiting: (() => void)[] }>()

/** Runs `work` when fewer than two others run for this site: a Ghost has one processor. */
export async function twoAtOnce<T>(site: string, work: () => Promise<T>): Promise<T> {
  const line = lines.get(site) ?? { busy: 0, waiting: [] }
  lines.set(site, line)
  if (line.busy >= limit) await new Promise<void>((resolve) => line.waiting.push(resolve))
  else line.busy += 1
  try {
    return await work()
  } finally {
    const next = line.waiting.shift()
    if (next) next()
    else line.busy -= 1
    if (line.busy === 0) lines.delete(site)
  }
}
