import type { Money } from '@rose-ash/shared/money'

/** For messages that name an amount where no template formats it. */
export const amountText = ({ amount, currency }: Money, locale: string): string => {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(amount / 10 ** digits)
}
