/**
 * A file's name without folders, control characters and signs that turn the direction of writing, at
 * most 120 characters long; it is only ever shown, and never names a file of ours.
 */
export function cleanName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const visible = last.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (sign) =>
    sign === '\u200d' ? sign : '',
  )
  const short = Array.from(visible.trim()).slice(0, 120).join('')
  return /^\.*$/.test(short) ? 'file' : short
}
