import { readFileSync } from 'node:fs'

/**
 * The environment with every `NAME_FILE` replaced by the content of that file as `NAME`, as Docker
 * secrets come. Empty values count as not set. What cannot be read is added to `problems`.
 */
export function readEnvironment(
  source: NodeJS.ProcessEnv,
  names: readonly string[],
  problems: string[],
): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of names) {
    const value = source[name] || readSecretFile(source, name, problems)
    if (value) found[name] = value
  }
  return found
}

function readSecretFile(source: NodeJS.ProcessEnv, name: string, problems: string[]): string {
  const path = source[`${name}_FILE`]
  if (!path) return ''
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    problems.push(`${name}_FILE: cannot read ${path}`)
    return ''
  }
}
