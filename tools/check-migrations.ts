import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import config from './drizzle.config.ts'
import { root } from './tracked-files.ts'

/**
 * `pnpm migrations`: fails when two branches' migrations do not fit together, or when the models say
 * something that no migration does yet, which it finds by generating into a copy.
 */
const out = 'node_modules/.cache/migrations'
rmSync(join(root, out), { recursive: true, force: true })
cpSync(join(root, 'migrations'), join(root, out), { recursive: true })

drizzleKit('check', { dialect: config.dialect, out }, `Everything's fine`)
drizzleKit('generate', { ...config, out }, 'No schema changes')

for (const file of globSync('*.sql', { cwd: join(root, out) })) {
  if (existsSync(join(root, 'migrations', file))) continue
  console.log('The models say what no migration does; run: pnpm db:generate\n')
  console.log(readFileSync(join(root, out, file), 'utf8'))
}

/** drizzle-kit exits with 0 when it fails as well, so its words decide. */
function drizzleKit(command: string, options: object, words: string): void {
  const flags = Object.entries(options).map(([name, value]) => `--${name}=${value}`)
  const { stdout, stderr } = spawnSync('drizzle-kit', [command, ...flags], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (stdout.includes(words)) return
  console.log(stdout + stderr)
  process.exitCode = 1
}
