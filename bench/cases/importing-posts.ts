import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { on } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { eq, sql } from 'drizzle-orm'
import { connectGhost } from '@rose-ash/blog/ghost/connect-ghost'
import { startImport } from '@rose-ash/blog/ghost/control-import'
import { appEnvironment } from '@rose-ash/devstack/stack/app-environment'
import { portsFrom } from '@rose-ash/devstack/stack/layout'
import { startApp } from '@rose-ash/devstack/stack/start-app'
import { endProcess } from '@rose-ash/devstack/stack/start-process'
import { loadConfig } from '@rose-ash/shared/config'
import { ghostImports } from '@rose-ash/shared/db/models/blog-ghost'
import { createOutgoing } from '@rose-ash/shared/http'
import { createStorage } from '@rose-ash/shared/media'
import { createServices } from '@rose-ash/shared/services/registry'
import { median } from '../load/median.ts'
import { memoryOf } from '../load/process-figures.ts'
import { openOwnDatabase } from '../stack/own-database.ts'
import { nowhere } from '../stack/start-bench-stack.ts'
import type { Case } from './bench.ts'

const POSTS = Number(process.env['IMPORT_POSTS'] ?? 5_000)
const PICTURES = Math.ceil(POSTS / 16)
/** More than this from the first fifth to the last is a leak. */
const FLAT_MB = 30
const PORTS = portsFrom(18_300)

/** The first import of a Ghost by a blog of its own, as production runs it, from a Ghost of its own. */
export const importingPosts: Case = async ({ stack }) => {
  const own = await openOwnDatabase(stack.databaseUrl, 'bench_importing_posts')
  const ghost = await startGhostOfPosts()
  const stateDir = join(stack.folder, 'importing-posts')
  await mkdir(stateDir)
  const secret = randomBytes(32).toString('hex')
  const environment = 'production' as const
  const common = { ports: PORTS, databaseUrl: own.url, redisUrl: undefined, secret, stateDir }
  const settings = { ...common, environment, logLevel: 'warn' }
  const importId = await connect(own, ghost, appEnvironment('blog', settings))
  const begun = performance.now()
  const blog = startApp('blog', {
    settings,
    stateDir,
    output: nowhere(),
    env: { OUTGOING_PRIVATE: ghost.url },
    onExit: (code) => process.stderr.write(`the importing blog ended with ${code}\n`),
  })
  try {
    const memory = await sampleUntilDone(own.db, importId, blog.pid)
    const seconds = (performance.now() - begun) / 1_000
    const { rows } = await own.db.execute<{ posts: number; pictures: number }>(sql`
      select (select count(*)::int from blog.posts) as posts,
        (select count(*)::int from blog.media_files) as pictures`)
    const [{ posts, pictures } = { posts: 0, pictures: 0 }] = rows
    const fifth = Math.ceil(memory.length / 5)
    const first = median(memory.slice(0, fifth))
    const last = median(memory.slice(-fifth))
    return [
      {
        name: `first import of ${posts} posts with ${pictures} pictures`,
        target: `all, growth ≤ ${FLAT_MB} MB`,
        result:
          `${(posts / seconds).toFixed(1)} posts/s (${seconds.toFixed(0)} s); memory (PSS) ` +
          `${first.toFixed(0)} → ${last.toFixed(0)} MB, at most ${Math.max(...memory).toFixed(0)}`,
        met: posts === POSTS && pictures === PICTURES && last - first <= FLAT_MB,
      },
    ]
  } finally {
    await blog.stop()
    await endProcess(ghost.child)
    await own.close()
  }
}

type Own = Awaited<ReturnType<typeof openOwnDatabase>>

/** Connects the Ghost and asks for the import, which waits for a blog to take it up. */
async function connect(
  { db, personId }: Own,
  { url, adminKey }: { url: string; adminKey: string },
  environment: Record<string, string>,
): Promise<string> {
  const { secret, origins, admins, cooperative, media } = loadConfig('blog', environment)
  const outgoing = createOutgoing({ allow: [url] })
  const services = createServices({ origins, handle: cooperative.handle, admins })
  const parts = { db, services, outgoing, storage: createStorage(media), secret, origins }
  const more = { origin: origins.blog, now: () => new Date(), purge: async () => undefined }
  const siteId = await connectGhost({ ...parts, ...more }, { personId, url, adminKey })
  await outgoing.close()
  return startImport({ db, services }, { personId, siteId })
}

/** The memory of the process each second, as its share (PSS) in MB. */
async function sampleUntilDone(db: Own['db'], importId: string, pid: number): Promise<number[]> {
  const memory: number[] = []
  for (;;) {
    await wait(1_000)
    memory.push(memoryOf(pid).proportional)
    const [row] = await db
      .select({ state: ghostImports.state, step: ghostImports.step })
      .from(ghostImports)
      .where(eq(ghostImports.id, importId))
    if (row?.state !== 'running') return memory
  }
}

interface GhostOfPosts {
  url: string
  adminKey: string
  child: ChildProcess
}

async function startGhostOfPosts(): Promise<GhostOfPosts> {
  const program = fileURLToPath(new URL('../stack/ghost-of-posts.ts', import.meta.url))
  const child = spawn(process.execPath, [program, String(POSTS), String(PICTURES)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const [line] of on(createInterface(child.stdout), 'line', { close: ['close'] })) {
    return { ...(JSON.parse(line as string) as Omit<GhostOfPosts, 'child'>), child }
  }
  throw new Error('the Ghost of many posts did not start')
}
