import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type RunningProcess, startProcess } from '@rose-ash/devstack/stack/start-process'

export interface Yardstick extends RunningProcess {
  url: string
}

interface YardstickOptions {
  port: number
  folder: string
  page: { bytes: Buffer; contentType: string }
}

const program = fileURLToPath(new URL('../yardstick.ts', import.meta.url))

/** Starts the yardstick with the page that is to be compared with it. */
export async function startYardstick(options: YardstickOptions): Promise<Yardstick> {
  const { port, folder, page } = options
  const file = join(folder, 'yardstick.html')
  await writeFile(file, page.bytes)
  const running = startProcess({
    command: process.execPath,
    args: [program, String(port), file, page.contentType],
    env: { NODE_ENV: 'production' },
    output: new Writable({ write: (_chunk, _encoding, done) => done() }),
    onExit: (code) => process.stderr.write(`the yardstick ended with ${code}\n`),
  })
  const end = () => void process.kill(running.pid)
  // For a run that is broken off.
  process.once('exit', end)
  const url = `http://127.0.0.1:${port}/`
  while (!(await answers(url))) await wait(50)
  return {
    ...running,
    url,
    async stop() {
      process.off('exit', end)
      await running.stop()
    },
  }
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => undefined)
  await response?.arrayBuffer()
  return response?.ok === true
}
