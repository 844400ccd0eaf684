/** Everything that is wrong with the configuration, one line each, to be printed without a stack. */
export class ConfigError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map(bullet).join('\n')}`,
    )
    this.name = 'ConfigError'
    this.problems = problems
  }
}

const bullet = (line: string): string => `  - ${line}`
