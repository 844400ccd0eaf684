import type { Config } from '@rose-ash/shared/config'
import type { CardForm } from '../provider-kind.ts'

/**
 * SumUp's card widget. The strict policy is opened for it alone: its script, what that loads from where it
 * came from, and the API that it asks. The form styles itself inline, so on this page styles may.
 */
export function cardForm({
  sumup: { widgetUrl, apiUrl },
}: {
  sumup: Pick<Config['sumup'], 'widgetUrl' | 'apiUrl'>
}): CardForm {
  const { origin } = new URL(widgetUrl)
  return {
    scriptUrl: widgetUrl,
    asset: 'card.js',
    policy(strict) {
      const ours = /(?:^|; )default-src ([^;]+)/.exec(strict)?.[1] ?? "'self'"
      return [
        strict,
        `frame-src ${origin}`,
        `connect-src ${ours} ${origin} ${apiUrl}`,
        `img-src ${ours} ${origin} data:`,
        `font-src ${ours} ${origin}`,
        `style-src ${ours} ${origin} 'unsafe-inline'`,
      ].join('; ')
    },
  }
}
