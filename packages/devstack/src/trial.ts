import { portsFrom } from './stack/layout.ts'
import { startTrial } from './stack/start-trial.ts'

/** `pnpm trial <address>`: a mail server and a SumUp until Ctrl-C; docs/operating.md, “A trial”. */
const address = process.argv[2]
if (!address) {
  process.stderr.write('Say on which address of this machine: pnpm trial 172.18.0.1\n')
  process.exit(1)
}
const { mails, environment, secrets } = await startTrial(address, portsFrom(8_000))
const lines = (given: Record<string, string>, between: string): string =>
  Object.entries(given)
    .map(([name, value]) => `  ${name}${between}${value}\n`)
    .join('')
process.stdout.write(`Mails are read at ${mails}

Into _config/environment:
${lines(environment, '=')}
Into the secrets:
${lines(secrets, ': ')}
Ctrl-C ends it.
`)
