import type { Config } from '@rose-ash/shared/config'

/**
 * The strict policy, opened for the card form alone: its script, what that loads from where it came
 * from, and the API that it asks. SumUp's form styles itself inline, so on this page styles may.
 */
export function widgetPolicy({
  widgetUrl,
  apiUrl,
}: Pick<Config['sumup'], 'widgetUrl' | 'apiUrl'>): (strict: string) => string {
  const { origin } = new URL(widgetUrl)
  return (strict) => {
    const ours = /(?:^|; )default-src ([^;]+)/.exec(strict)?.[1] ?? "'self'"
    return [
      strict,
      `frame-src ${origin}`,
      `connect-src ${ours} ${origin} ${apiUrl}`,
      `img-src ${ours} ${origin} data:`,
      `font-src ${ours} ${origin}`,
      `style-src ${ours} ${origin} 'unsafe-inline'`,
    ].join('; ')
  }
}
