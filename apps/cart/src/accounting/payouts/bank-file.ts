import { minorDigits, type Money } from '@rose-ash/shared/money'
import type { PayoutRun } from './queries.ts'

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'

/**
 * The credit transfers of a run for a bank to carry out (ISO 20022 `pain.001.001.09`). The same run
 * makes the same file, ids and all, so a bank that gets it twice can tell.
 */
export async function bankFile(run: PayoutRun): Promise<string> {
  // A megabyte of source, for a file a month.
  const { create } = await import('xmlbuilder2')
  const count = String(run.payouts.length)
  const total = decimal(run.total)
  const isEuro = run.currency === 'EUR'
  const file = {
    Document: {
      '@xmlns': namespace,
      CstmrCdtTrfInitn: {
        GrpHdr: {
          MsgId: shortId(run.id),
          CreDtTm: run.createdAt.toISOString().slice(0, 19),
          NbOfTxs: count,
          CtrlSum: total,
          InitgPty: { Nm: plainName(run.name) },
        },
        PmtInf: {
          PmtInfId: shortId(run.id),
          PmtMtd: 'TRF',
          NbOfTxs: count,
          CtrlSum: total,
          ...(isEuro && { PmtTpInf: { SvcLvl: { Cd: 'SEPA' } } }),
          ReqdExctnDt: { Dt: run.createdAt.toISOString().slice(0, 10) },
          Dbtr: { Nm: plainName(run.name) },
          DbtrAcct: { Id: { IBAN: run.iban }, Ccy: run.currency },
          DbtrAgt: { FinInstnId: { Othr: { Id: 'NOTPROVIDED' } } },
          ChrgBr: isEuro ? 'SLEV' : 'SHAR',
          CdtTrfTxInf: run.payouts.map((payout) => ({
            PmtId: { EndToEndId: shortId(payout.id) },
            Amt: {
              InstdAmt: {
                '@Ccy': payout.currency,
                '#': decimal({ amount: payout.amountMinor, currency: payout.currency }),
              },
            },
            Cdtr: { Nm: plainName(payout.name) },
            CdtrAcct: { Id: { IBAN: payout.iban } },
            RmtInf: { Ustrd: `Payout ${payout.createdAt.toISOString().slice(0, 10)}` },
          })),
        },
      },
    },
  }
  return create({ version: '1.0', encoding: 'UTF-8' }, file).end({ prettyPrint: true })
}

/** Ids of 35 characters at most. */
const shortId = (uuid: string): string => uuid.replaceAll('-', '')

/** `12.50`, with as many decimals as the currency has. */
export function decimal({ amount, currency }: Money): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const sign = amount < 0 ? '-' : ''
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(-digits)}`
}

/** The letters that banks carry (EPC217-08), 70 of them at most. */
function plainName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('&', '+')
    .replaceAll('ß', 'ss')
    .replaceAll(/[^A-Za-z0-9/\-?:().,'+ ]/g, ' ')
    .replaceAll(/ +/g, ' ')
  return plain.trim().slice(0, 70) || 'Unnamed'
}
