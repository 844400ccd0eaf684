/** The digits of a GTIN-8, -12, -13 or -14 whose check digit is right; undefined for anything else. */
export function gtinOf(text: string | undefined): string | undefined {
  const digits = (text ?? '').replaceAll(/[\s-]/g, '')
  if (!/^\d{8}(\d{4,6})?$/.test(digits) || /^0+$/.test(digits)) return undefined
  const sum = Array.from(digits)
    .toReversed()
    .reduce((sum, digit, n) => sum + Number(digit) * (n % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0 ? digits : undefined
}
