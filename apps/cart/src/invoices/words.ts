import { minorDigits } from '@rose-ash/shared/money'
import type { InvoiceContent } from './content.ts'

/** How amounts, rates and days are written on a paper. */
export function wordsFor({
  locale,
  currency,
  zone,
}: Pick<InvoiceContent, 'locale' | 'currency' | 'zone'>) {
  const amounts = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: zone })
  const rates = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  const unit = 10 ** minorDigits(currency)
  return {
    money: (minor: number) => amounts.format(minor / unit),
    day: (at: string) => days.format(new Date(at)),
    rate: (basisPoints: number) => rates.format(basisPoints / 10_000),
  }
}

export type Words = ReturnType<typeof wordsFor>

/** How the money came or goes back, in words: `Paid by card on 22 November 2026: £12.00`. */
export function paymentWords(content: InvoiceContent, words: Words): string[] {
  const { kind, paid, dueMinor, due } = content
  const ways = kind === 'invoice' ? came : goes
  const told = paid.map(({ how, amountMinor, at }) => {
    const when = at ? ` on ${words.day(at)}` : ''
    return `${ways[how]}${when}: ${words.money(amountMinor)}`
  })
  return due ? [...told, `${stillDue[due]}: ${words.money(dueMinor)}`] : told
}

const came = { card: 'Paid by card', cash: 'Paid in cash', credit: 'Paid from your balance' }
const goes = {
  card: 'Goes back to the card it came from',
  cash: 'Given back in cash',
  credit: 'Put onto your balance',
}
const stillDue = {
  on_account: 'To be paid on account',
  on_pickup: 'To be paid when you pick it up',
  online: 'To be paid',
}
