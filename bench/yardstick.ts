import { readFileSync } from 'node:fs'
import { fastify } from 'fastify'

/**
 * What every page is compared with: a bare Fastify that sends the bytes of a file from memory. Run
 * as a process of its own with a port, the file and its content type.
 */
const [port = '', file = '', contentType = ''] = process.argv.slice(2)

const bytes = readFileSync(file)
const server = fastify()
server.get('/*', (_request, reply) => reply.type(contentType).send(bytes))
await server.listen({ port: Number(port), host: '127.0.0.1' })
