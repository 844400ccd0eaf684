import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A wire to a server on this machine, on a port of its own. */
export interface Wire {
  port: number
  /** For good: whoever talks over it hears that the other side is gone. */
  cut(): void
}

/** Lays a wire to a port. Every message, in both directions, passes only when `mayPass` says so. */
export async function layWire(target: number, mayPass: () => boolean): Promise<Wire> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    near.on('data', (chunk: Buffer) => mayPass() && far.write(chunk))
    far.on('data', (chunk: Buffer) => mayPass() && near.write(chunk))
    for (const socket of [near, far]) {
      socket.setNoDelay(true)
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
