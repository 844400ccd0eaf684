import { BadInput } from '@rose-ash/shared/errors'
import { minorDigits } from '@rose-ash/shared/money'
import { instantOf, localOf } from '@rose-ash/shared/time'
import { z } from 'zod'
import type { vouchers } from '@rose-ash/shared/db/models/cart-terms'
import type { VoucherChange } from './save-voucher.ts'

const line = (max: number) => z.string().trim().max(max).default('')
const count = z
  .string()
  .trim()
  .regex(/^\d{0,6}$/, 'Write how often in digits, or leave it empty.')
  .default('')

/** A voucher as its form sends it. */
export const VoucherForm = z.object({
  code: line(40),
  title: line(120),
  pageId: z.union([z.literal(''), z.uuid()]).default(''),
  kind: z.enum(['percent', 'amount', 'free_item']),
  percent: line(10),
  amount: line(20),
  /** `product:<id>`, `ticket:<id>`, or `booking:<id of the resource>`. */
  item: z
    .string()
    .regex(/^(|(product|ticket|booking):[\da-f-]{36})$/)
    .default(''),
  minimum: line(20),
  maxUses: count,
  maxPerPerson: count,
  startsAt: line(30),
  endsAt: line(30),
  /** How many vouchers with codes of their own; 1 has the one that was typed. */
  many: z.coerce.number().int().min(1).max(1_000).default(1),
  version: z.coerce.number().int().min(1).default(1),
})

export type VoucherForm = z.infer<typeof VoucherForm>

interface Place {
  currency: string
  timeZone: string
}

/** @throws {BadInput} that says which field to change, and how. */
export function changeOfForm(form: VoucherForm, { currency, timeZone }: Place): VoucherChange {
  const { code, title } = form
  if (title === '') throw new BadInput('Give the voucher a name: buyers see it in their basket.')
  if (code !== '' && !/^[A-Za-z\d-]{3,40}$/.test(code)) {
    throw new BadInput('A code has 3 to 40 letters, digits or hyphens, such as SPRING-26.')
  }
  return {
    code: code || null,
    title,
    pageId: form.pageId || null,
    ...worthOfForm(form, currency),
    minimumMinor: form.minimum === '' ? 0 : minorOf(form.minimum, currency),
    maxUses: Number(form.maxUses) || null,
    maxPerPerson: Number(form.maxPerPerson) || null,
    ...timesOfForm(form, timeZone),
  }
}

function worthOfForm({ kind, item, percent, amount }: VoucherForm, currency: string) {
  const [itemKind, itemId] = item === '' ? [null, null] : item.split(':')
  if (kind === 'free_item' && !itemId) {
    throw new BadInput('Choose what the voucher gives for nothing.')
  }
  return {
    kind,
    itemKind: itemKind ? z.enum(['product', 'ticket', 'booking']).parse(itemKind) : null,
    itemId: itemId ?? null,
    basisPoints: kind === 'percent' ? pointsOf(percent) : null,
    amountMinor: kind === 'amount' ? atLeastOne(minorOf(amount, currency)) : null,
    currency: kind === 'amount' ? currency : null,
  }
}

function timesOfForm(form: VoucherForm, timeZone: string) {
  const startsAt = momentOf(form.startsAt, timeZone)
  const endsAt = momentOf(form.endsAt, timeZone)
  if (startsAt && endsAt && startsAt >= endsAt) {
    throw new BadInput('The voucher ends before it begins. Change one of the two times.')
  }
  return { startsAt, endsAt }
}

/** A saved voucher as its form shows it. */
export function formOfVoucher(
  voucher: typeof vouchers.$inferSelect,
  { currency, timeZone }: Place,
): VoucherForm {
  const { code, title, kind, version } = voucher
  const amountOf = (minor: number | null) =>
    minor ? (minor / 10 ** minorDigits(currency)).toFixed(minorDigits(currency)) : ''
  return {
    code,
    title,
    kind,
    version,
    many: 1,
    pageId: voucher.pageId ?? '',
    percent: voucher.basisPoints ? String(voucher.basisPoints / 100) : '',
    amount: amountOf(voucher.amountMinor),
    item: voucher.itemId ? `${voucher.itemKind}:${voucher.itemId}` : '',
    minimum: amountOf(voucher.minimumMinor),
    maxUses: String(voucher.maxUses ?? ''),
    maxPerPerson: String(voucher.maxPerPerson ?? ''),
    startsAt: localOf(voucher.startsAt, timeZone),
    endsAt: localOf(voucher.endsAt, timeZone),
  }
}

function pointsOf(typed: string): number {
  const [, whole = '', part = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(typed) ?? []
  const points = Number(whole + part.padEnd(2, '0'))
  if (whole === '' || points < 1 || points > 10_000) {
    throw new BadInput('Write how much is taken off as a percent between 0.01 and 100.')
  }
  return points
}

function minorOf(typed: string, currency: string): number {
  const digits = minorDigits(currency)
  const [, whole = '', part = ''] = /^[£€$]?\s*(\d{1,6})(?:[.,](\d+))?$/.exec(typed) ?? []
  if (whole === '' || part.length > digits) {
    throw new BadInput(`“${typed}” is not an amount. Write it in digits, such as 12.50.`)
  }
  return Number(whole + part.padEnd(digits, '0'))
}

function atLeastOne(minor: number): number {
  if (minor === 0) throw new BadInput('A voucher of nothing takes nothing off. Write an amount.')
  return minor
}

function momentOf(typed: string, timeZone: string): Date | null {
  const moment = instantOf(typed, timeZone)
  if (moment === undefined) throw new BadInput(`“${typed}” is not a date and time.`)
  return moment
}
