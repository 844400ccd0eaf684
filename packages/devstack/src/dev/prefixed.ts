import { Writable } from 'node:stream'

/** A stream that writes whole lines to stdout, each with its part's name before it. */
export function prefixed(part: string): Writable {
  let rest = ''
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const lines = (rest + chunk.toString()).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) process.stdout.write(`${part.padEnd(10)} ${line}\n`)
      done()
    },
  })
}
