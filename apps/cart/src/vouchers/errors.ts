import { Refusal } from '@rose-ash/shared/errors'
import { type VoucherProblem, voucherProblems } from './voucher-terms.ts'

/** A voucher cannot be used, or not any more. */
export class VoucherGone extends Refusal {
  readonly voucherCode: string
  readonly problem: VoucherProblem

  constructor(code: string, problem: VoucherProblem) {
    super('voucher_gone', 409, `“${code}”: ${voucherProblems[problem]}`)
    this.voucherCode = code
    this.problem = problem
  }
}

/** A basket has as many codes as it takes. */
export class TooManyVouchers extends Refusal {
  constructor(most: number) {
    super('too_many_vouchers', 409, `A basket takes ${most} vouchers. Take one out first.`)
  }
}
