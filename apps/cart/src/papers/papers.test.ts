import { describe, expect, it } from 'vitest'
import { labelsPdf } from './labels.ts'
import { pickingListCsv } from './picking-list-csv.ts'
import { pickingListPdf } from './picking-list.ts'
import { readPdf } from './testing/read-pdf.ts'
import { aHandover, aLine } from './testing/some-handovers.ts'

const place = { seller: 'Hearth & Rye', locale: 'en-GB', timeZone: 'Europe/London' }
const cheese = aLine({
  title: 'Cheese',
  detail: '',
  note: 'A ripe one',
  quantity: 1,
  weighed: true,
  measureAmount: 500,
  measureUnit: 'g',
})
const address = {
  name: 'Bo',
  street: '12 Long Row',
  postcode: 'WN4 3AB',
  city: 'Wendle',
  phone: '',
}
const handovers = [
  aHandover({ lines: [aLine(), cheese] }),
  aHandover({
    orderId: '0199d0a0-0000-7000-8000-000000000502',
    number: 1043,
    name: 'Шевченко, Олександра',
    isPaid: false,
    lines: [aLine({ quantity: 3 })],
  }),
  aHandover({
    orderId: '0199d0a0-0000-7000-8000-000000000503',
    number: 1044,
    name: 'Bo Hill',
    note: '=1+1',
    kind: 'delivery',
    title: 'By bicycle',
    place: '',
    startsAt: new Date('2026-11-28T14:00:00Z'),
    endsAt: null,
    address,
    lines: [{ ...cheese, packedAmount: 485 }],
  }),
]
const saidOn = async (pdf: Buffer) => {
  const { pages } = await readPdf(pdf)
  return pages.map((page) => page.read.map(({ tag, text }) => `${tag} ${text.trim()}`))
}

describe('a picking list', () => {
  it('says for each day and point what to pick, then what goes into which box', async () => {
    const [first, second, ...more] = await saidOn(await pickingListPdf(handovers, place))

    expect(more).toEqual([])
    const heads = ['TH Thing', 'TH How many', 'TH Picked']
    const boxHeads = ['TH Order', 'TH How many', 'TH Thing', 'TH Weighed']
    expect(first).toEqual([
      'H1 The Old Tannery, Saturday 28 November 2026',
      'P 2 orders · 3 Mill Lane, Wendle · 10:00 to 12:00',
      'H2 What to pick',
      ...heads,
      'TH Cheese',
      'TD 1',
      'TD ',
      'TH Country sourdough, Large, 1.6 kg',
      'TD 5',
      'TD ',
      'H2 What goes into which box',
      ...boxHeads,
      'TH 1042 Ada Marsh',
      'TD 2',
      'TD Country sourdough, Large, 1.6 kg',
      'TD ',
      'TH 1042',
      'TD 1',
      'TD CheeseA ripe one',
      'TD g',
      'TH 1043 Шевченко, ОлександраTo be paid',
      'TD 3',
      'TD Country sourdough, Large, 1.6 kg',
      'TD ',
    ])
    expect(second).toEqual([
      'H1 By bicycle, Saturday 28 November 2026',
      'P 1 order · 14:00',
      'H2 What to pick',
      ...heads,
      'TH Cheese',
      'TD 1',
      'TD ',
      'H2 What goes into which box',
      ...boxHeads,
      'TH 1044 Bo Hill12 Long Row WN4 3AB Wendle=1+1',
      'TD 1',
      'TD CheeseA ripe one',
      'TD 485 g',
    ])
  })

  it('says so when there is nothing, and has its own day in another zone', async () => {
    expect(await saidOn(await pickingListPdf([], place))).toEqual([
      ['P Nothing is to be handed over in this time.'],
    ])
    const late = aHandover({ startsAt: new Date('2026-11-28T23:30:00Z'), endsAt: null })
    const [page] = await saidOn(
      await pickingListPdf([late], { ...place, timeZone: 'Europe/Helsinki' }),
    )
    expect(page?.[0]).toBe('H1 The Old Tannery, Sunday 29 November 2026')
    expect(page).toContain('P 1 order · 3 Mill Lane, Wendle · 01:30')
  })

  it('is a table as well, without formulas', () => {
    const lines = pickingListCsv(handovers, place).split('\r\n')

    expect(lines).toEqual([
      '\uFEFFPoint,Place,From,Until,Order,Name,Paid,Thing,Size,How many,Ordered of each,Unit,Weighed,Note',
      'The Old Tannery,"3 Mill Lane, Wendle",2026-11-28 10:00,2026-11-28 12:00,1042,Ada Marsh,yes,Country sourdough,"Large, 1.6 kg",2,,,,',
      'The Old Tannery,"3 Mill Lane, Wendle",2026-11-28 10:00,2026-11-28 12:00,1042,Ada Marsh,yes,Cheese,,1,500,g,,A ripe one',
      'The Old Tannery,"3 Mill Lane, Wendle",2026-11-28 10:00,2026-11-28 12:00,1043,"Шевченко, Олександра",no,Country sourdough,"Large, 1.6 kg",3,,,,',
      "By bicycle,,2026-11-28 14:00,,1044,Bo Hill,yes,Cheese,,1,500,g,485,'=1+1; A ripe one",
      '',
    ])
  })
})

describe('labels', () => {
  it('are one for each box, with whose it is and where and when it goes', async () => {
    const boxes = new Map([['0199d0a0-0000-7000-8000-000000000501', 2]])

    const pages = await saidOn(await labelsPdf(handovers, { ...place, boxes }))

    expect(pages).toEqual([
      [
        'P Box 1 of 21042Ada MarshThe Old TannerySat 28 Nov, 10:00 to 12:00',
        'P Box 2 of 21042Ada MarshThe Old TannerySat 28 Nov, 10:00 to 12:00',
        'P 1043Шевченко, ОлександраThe Old TannerySat 28 Nov, 10:00 to 12:00To be paid',
        'P 1044Bo Hill12 Long Row, WN4 3ABSat 28 Nov, 14:00',
      ],
    ])
  })

  it('are 24 on a sheet, and a long name stays on its label', async () => {
    const many = Array.from({ length: 25 }, (_one, row) =>
      aHandover({ number: 2000 + row, name: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3) }),
    )

    const pages = await saidOn(await labelsPdf(many, place))

    expect(pages.map((page) => page.length)).toEqual([24, 1])
    expect(pages[1]?.[0]).toMatch(/^P 2024Wolfe\w{10,40}…The Old Tannery/)
  })
})
