import { demoPeople } from '../seed/seed.ts'
import type { Addresses } from '../stack/layout.ts'

/** Where everything is, and who can sign in. */
export function banner({ base, apps, mail, sumup }: Addresses): string {
  const rows = [
    ['Start here', base],
    ...Object.entries(apps),
    ['Mail catcher', mail],
    ['SumUp sandbox', sumup],
  ]
  const people = demoPeople.map(({ email, role }) => [email, role])
  return `
Rose Ash is open.

${table(rows)}

Sign in with either address; the link arrives in the mail catcher.

${table(people)}

Ctrl-C stops everything. \`--fresh\` starts over.
`
}

function table(rows: string[][]): string {
  const width = Math.max(...rows.map(([first = '']) => first.length))
  return rows.map(([first = '', second = '']) => `  ${first.padEnd(width)}  ${second}`).join('\n')
}
