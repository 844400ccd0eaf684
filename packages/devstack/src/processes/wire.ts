import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** A wire to a server that can be cut, mended and held up. */
export interface Wire {
  cut(): void
  mend(): Promise<void>
  /** What is sent towards the server waits until `release`. */
  hold(): void
  release(): void
  /** How much waits. */
  waiting(): number
}

/** Lays a wire from `port` of 127.0.0.1 to `target`; it is cut until it is mended. */
export function layWire(target: number, port: number): Wire {
  const sockets = new Set<Socket>()
  let server: Server | undefined
  let held: (() => void)[] | undefined

  function forward(near: Socket): void {
    const far = connect(target, '127.0.0.1')
    near.on('data', (chunk: Buffer) => {
      if (held) held.push(() => far.write(chunk))
      else far.write(chunk)
    })
    far.pipe(near)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
  }

  return {
    waiting: () => held?.length ?? 0,
    cut() {
      server?.close()
      for (const socket of sockets) socket.destroy()
    },
    async mend() {
      server = createServer(forward)
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    hold() {
      held = []
    },
    release() {
      for (const send of held ?? []) send()
      held = undefined
    },
  }
}
