import { findOnPath } from '../stack/find-on-path.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The browser of this machine: what `CHROMIUM` names, or one on the PATH. */
export function findChromium(): string | undefined {
  return process.env.CHROMIUM || findOnPath(...names)
}
