import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { root } from './tracked-files.ts'

/** Scripts of the root `package.json`, the slow ones first. Each can be run by itself. */
const checks = [
  'lint',
  'types',
  'schema',
  'migrations',
  'arrows',
  'unused',
  'format:check',
  'versions',
  'workflows',
]

interface Outcome {
  passed: boolean
  output: string
}

/** `pnpm check`: runs every check to its end, and fails when one of them did. */
const failed: string[] = []
const waiting = [...checks]
await Promise.all(Array.from({ length: availableParallelism() }, work))
console.log(failed.length > 0 ? `\nfailed: ${failed.join(', ')}` : '\nall checks passed')
if (failed.length > 0) process.exitCode = 1

async function work(): Promise<void> {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    const begun = Date.now()
    const { passed, output } = await run(name)
    const seconds = ((Date.now() - begun) / 1_000).toFixed(1)
    console.log(`${passed ? '✓' : '✗'} ${name} (${seconds} s)`)
    if (passed) continue
    failed.push(name)
    console.log(output.trimEnd().replaceAll(/^/gm, '    '))
  }
}

/** As `pnpm <script>` would: with the workspace's own programs on the path. */
async function run(script: string): Promise<Outcome> {
  const child = spawn(process.execPath, ['--run', script], { cwd: root })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const code = await new Promise((resolve) => child.on('close', resolve))
  return { passed: code === 0, output }
}
