import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { atEnd, freePort, temporaryFolder, testDatabase } from '@rose-ash/shared/testing'
import { compileApp } from '../stack/compile-app.ts'
import { type AppProcess, startApp } from './start-app.ts'
import { layWire } from './wire.ts'

const { url } = await testDatabase()
const started: AppProcess[] = []

afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL')
  await Promise.all(started.map(({ exit }) => exit))
})

describe('an app', () => {
  it('lists everything that is wrong with its configuration and does not start', async () => {
    const app = await start('market', {
      databaseUrl: 'mysql://elsewhere',
      env: { SECRET: 'short', BASE_URL: '' },
    })

    expect(await app.exit).toBe(1)
    expect(app.output().split('\n')).toEqual([
      'market: The configuration has 3 problem(s):',
      '  - BASE_URL: is missing',
      expect.stringMatching(/^ {2}- DATABASE_URL: /),
      '  - SECRET: at least 32 characters; `openssl rand -hex 32` makes a good one',
      '',
    ])
  })

  it('compiles what it is made of without a configuration, and starts from that alone', async () => {
    const folder = temporaryFolder('compiled')
    await compileApp('market', folder)
    const env = { NODE_COMPILE_CACHE: folder, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' }
    const app = await start('market', { databaseUrl: url, env })
    await vi.waitFor(async () => expect(await statusOf(app, '/readyz')).toBe(200), 30_000)
    expect(await statusOf(app, '/')).toBe(200)

    app.child.kill('SIGTERM')

    expect(await app.exit).toBe(0)
    const types = app
      .output()
      .split('\n')
      .filter((line) => line.includes('StrippedTypeScript'))
    expect(types.filter((line) => line.includes('retrieving')).length).toBeGreaterThan(100)
    expect(types.filter((line) => line.includes('writing cache'))).toEqual([])
  })

  it('waits for a dead database, says so, and serves as soon as it is there', async () => {
    const wire = await layWireToDatabase()
    const app = await start('market', { databaseUrl: wire.url })
    await vi.waitFor(async () => expect(await statusOf(app, '/healthz')).toBe(200), 30_000)

    expect(await statusOf(app, '/readyz')).toBe(503)
    expect(await pageOf(app, '/')).toMatchObject({
      status: 503,
      text: expect.stringContaining('We are just opening'),
    })
    await vi.waitFor(() => expect(app.output()).toContain('waiting for the database'), 30_000)
    await wire.mend()

    await vi.waitFor(async () => expect(await statusOf(app, '/readyz')).toBe(200), 30_000)
    expect(await statusOf(app, '/')).toBe(200)
    wire.cut()
  })

  it('survives the database going away and coming back while it runs', async () => {
    const { app, wire } = await running('cart')

    wire.cut()
    expect(await statusOf(app, '/readyz')).toBe(503)
    await wire.mend()

    await vi.waitFor(async () => expect(await statusOf(app, '/readyz')).toBe(200), 30_000)
    expect(app.child.exitCode).toBeNull()
    wire.cut()
  })

  it('ends when it is asked to, though its database is gone', async () => {
    const { app, wire } = await running('cart')

    wire.cut()
    expect(await statusOf(app, '/readyz')).toBe(503)
    app.child.kill('SIGTERM')

    expect(await app.exit).toBe(0)
  })

  it('shows its pages while one neighbour hangs and the others are down, with links for them', async () => {
    let asked = 0
    const hanging = createServer(() => (asked += 1)).listen(0, '127.0.0.1')
    await once(hanging, 'listening')
    atEnd(() => hanging.close())
    const { port: silent } = hanging.address() as AddressInfo
    const env = { INTERNAL_CART_URL: `http://127.0.0.1:${silent}` }
    const app = await start('market', { databaseUrl: url, env })
    await ready(app)

    const pages = [await pageOf(app, '/'), await pageOf(app, '/')]

    const { port } = new URL(app.origin)
    const [blog, cart] = ['blog', 'cart'].map(
      (name) => `http://${name}.rose-ash.localhost:${port}/`,
    )
    for (const { status, text } of pages) {
      expect(status).toBe(200)
      expect(text).toContain(`<a class="bar-button" href="${cart}">Basket</a>`)
      expect(text).toContain(`<ul><li><a href="${blog}">Home</a></li></ul>`)
    }
    expect(asked).toBeGreaterThan(0)
  })

  it('finishes the requests in flight when it is asked to stop, and takes no new ones', async () => {
    const { app, wire } = await running('market')

    wire.hold()
    const answer = statusOf(app, '/markets/none')
    await vi.waitFor(() => expect(wire.waiting()).toBeGreaterThan(0), 30_000)
    app.child.kill('SIGTERM')
    await vi.waitFor(async () => expect(await refused(app)).toBe(true), 30_000)
    wire.release()

    expect(await answer).toBe(404)
    expect(await app.exit).toBe(0)
    wire.cut()
  })
})

async function start(...args: Parameters<typeof startApp>): Promise<AppProcess> {
  const app = await startApp(...args)
  started.push(app)
  return app
}

/** An app that is ready, and the wire to its database. */
async function running(name: 'cart' | 'market') {
  const wire = await layWireToDatabase()
  await wire.mend()
  const app = await start(name, { databaseUrl: wire.url })
  await ready(app)
  return { app, wire }
}

async function layWireToDatabase() {
  const direct = new URL(url)
  const port = await freePort()
  const wire = layWire(Number(direct.port), port)
  direct.port = String(port)
  return { ...wire, url: direct.href }
}

async function statusOf(app: AppProcess, path: string): Promise<number> {
  const { status } = await pageOf(app, path)
  return status
}

async function pageOf({ origin }: AppProcess, path: string) {
  const response = await fetch(origin + path, {
    headers: { accept: 'text/html' },
    signal: AbortSignal.timeout(20_000),
  })
  return { status: response.status, text: await response.text() }
}

const ready = (app: AppProcess) =>
  vi.waitFor(async () => expect(await statusOf(app, '/readyz')).toBe(200), 30_000)

async function refused(app: AppProcess): Promise<boolean> {
  try {
    await statusOf(app, '/healthz')
    return false
  } catch {
    return true
  }
}
