/** What SumUp's sandbox does with one of its test cards. */
export type CardOutcome = 'approved' | 'challenge' | 'technical_error' | 'not_enrolled'

export interface TestCard {
  brand: 'VISA' | 'MASTERCARD' | 'AMEX'
  number: string
  outcome: CardOutcome
}

/** SumUp's published test cards: any future date, any three digits. */
export const testCards: readonly TestCard[] = [
  { brand: 'VISA', number: '4200000000000091', outcome: 'approved' },
  { brand: 'MASTERCARD', number: '5200000000000007', outcome: 'approved' },
  { brand: 'AMEX', number: '374500262001008', outcome: 'approved' },
  { brand: 'VISA', number: '4200000000000042', outcome: 'challenge' },
  { brand: 'MASTERCARD', number: '5200000000000015', outcome: 'challenge' },
  { brand: 'AMEX', number: '343434343434343', outcome: 'challenge' },
  { brand: 'VISA', number: '4012001037461114', outcome: 'technical_error' },
  { brand: 'MASTERCARD', number: '5434580000000006', outcome: 'technical_error' },
  { brand: 'VISA', number: '4012001037141112', outcome: 'not_enrolled' },
  { brand: 'MASTERCARD', number: '5457350076543210', outcome: 'not_enrolled' },
]

/** Amounts that SumUp's test merchants fail on purpose, in minor units: 11.00, 42.01, 42.76, 42.91. */
export const failingAmounts: ReadonlySet<number> = new Set([1100, 4201, 4276, 4291])

export function findCard(number: string): TestCard | undefined {
  const digits = number.replaceAll(/[\s-]/g, '')
  return testCards.find((card) => card.number === digits)
}
