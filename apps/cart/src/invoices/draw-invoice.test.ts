import { describe, expect, it } from 'vitest'
import { readPdf } from '../papers/testing/read-pdf.ts'
import { drawInvoice } from './draw-invoice.ts'
import { sampleInvoice } from './testing/sample-invoice.ts'

const read = async (...sample: Parameters<typeof sampleInvoice>) =>
  readPdf(await drawInvoice(sampleInvoice(...sample)))

describe('the paper of an invoice', () => {
  it('says who sold what to whom, with its tax, and how it was paid', async () => {
    const { title, language, isTagged, pages } = await read()

    expect([title, language, isTagged]).toEqual(['Invoice 2026-0042', 'en-GB', true])
    const tagged = pages.flatMap((page) => page.read.map(({ tag, text }) => [tag, text.trim()]))
    expect(tagged).toEqual([
      ['P', 'Rose Ash'],
      [
        'P',
        'The Old Tannery3 Mill LaneWendle WN4 2QAhello@rose-ash.exampleTax number GB 123 4567 89',
      ],
      ['H1', 'Invoice 2026-0042'],
      ['P', 'Date 22 November 2026'],
      ['P', 'Order 1042, placed on 22 November 2026'],
      [
        'P',
        'For Ólafur Þórðarson-Αθανασίου Шевченко12 Long RowWN4 3AB Wendleolafur@rose-ash.example',
      ],
      ...['What', 'How many', 'Each', 'Tax', 'Together'].map((head) => ['TH', head]),
      ['TH', 'Country sourdoughLarge, 1.6 kg · Hearth & Rye'],
      ...['2', '£8.80', '0%', '£17.60'].map((cell) => ['TD', cell]),
      [
        'TH',
        'A mug with a handle, thrown and glazed by AgnèsSzőke-Łukaszewicz of Kiln LaneKiln LaneVoucher: £2.40 off',
      ],
      ...['1', '£24.00', '20%', '£21.60'].map((cell) => ['TD', cell]),
      ['P', 'Things £39.20'],
      ['P', 'By bicycle (20% tax) £3.00'],
      ['P', 'Total £42.20'],
      ['H2', 'Tax in it'],
      ...['Rate', 'Before tax', 'Tax', 'With tax'].map((head) => ['TH', head]),
      ['TH', '0%'],
      ...['£17.60', '£0.00', '£17.60'].map((cell) => ['TD', cell]),
      ['TH', '20%'],
      ...['£20.50', '£4.10', '£24.60'].map((cell) => ['TD', cell]),
      ['P', 'Paid from your balance: £5.00'],
      ['P', 'Paid by card on 22 November 2026: £37.20'],
    ])
  })

  it('goes on over as many pages as it needs, with the head on each', async () => {
    const { pages } = await read(60)

    expect(pages).toHaveLength(4)
    const has = (words: RegExp) => pages.map(({ lines }) => lines.some((line) => words.test(line)))
    expect(has(/^What\s+How many/)).toEqual(has(/^Thing number/))
    expect(has(/^Thing number/).slice(0, 3)).toEqual([true, true, true])
    const feet = pages.map(({ lines }) => lines.at(-1)?.replaceAll(/\s+/g, ' '))
    expect(feet).toEqual(
      [1, 2, 3, 4].map((page) => `Invoice 2026-0042 · Rose Ash · GB 123 4567 89 Page ${page} of 4`),
    )
    const read60 = pages.flatMap((page) => page.read).filter(({ tag }) => tag === 'TH')
    // Every line once, and the head read out once.
    expect(read60.filter(({ text }) => text.startsWith('Thing number'))).toHaveLength(60)
    expect(read60.filter(({ text }) => text === 'What')).toHaveLength(1)
  })

  it('breaks no name, however long or in whatever letters, and leaves no page', async () => {
    const name = `${'Wolfeschlegelsteinhausen'.repeat(8)} नमस्ते Ελένη Đặng`
    const buyer = { name, email: 'a@rose-ash.example', address: ['—', '„Čapek“', '李小龍 🥖'] }

    const { pages } = await read(0, { buyer })

    const said = pages[0]?.read.find(({ text }) => text.startsWith('For'))?.text.replaceAll(' ', '')
    expect(said).toContain('Wolfeschlegelsteinhausen'.repeat(8))
    expect(said).toContain('Ελένη')
    expect(said).toContain('Đặng')
    expect(pages).toHaveLength(1)
  })

  it('of a credit note says what it corrects and where the money goes', async () => {
    const { title, pages } = await read(0, {
      kind: 'credit_note',
      number: '2026-0043',
      corrects: { number: '2026-0042', issuedAt: '2026-11-22T15:43:00.000Z', why: 'Broken.' },
      paid: [{ how: 'card', amountMinor: 4220, at: null }],
    })

    const said = pages[0]?.read.map(({ text }) => text.replaceAll(' ', ''))
    expect(title).toBe('Credit note 2026-0043')
    expect(said).toContain('CorrectsInvoice2026-0042of22November2026')
    expect(said).toContain('WhyBroken.')
    expect(said).toContain('Goesbacktoyou£42.20')
    expect(said).toContain('Goesbacktothecarditcamefrom:£42.20')
  })
})
