/** HTML for where nobody knows our host: an address that begins at its root gets it. */
export function absoluteAddresses(html: string, origin: string): string {
  return html.replaceAll(/(\s(?:href|src)=")(?=\/(?!\/))/g, `$1${origin}`)
}
