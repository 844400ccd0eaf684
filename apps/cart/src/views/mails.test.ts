import { fileURLToPath } from 'node:url'
import { missing, sampleRender } from '@rose-ash/shared/views/testing'
import { describe, expect, it } from 'vitest'
import { samplePaidOrder } from './samples.ts'

const render = sampleRender(fileURLToPath(new URL('.', import.meta.url)))

describe('mails', () => {
  const data = { order: samplePaidOrder, href: 'https://cart.rose-ash.example/orders/1?key=2' }

  it('carry the receipt as HTML and as text', () => {
    const html = render('mail/receipt.html.njk', data)
    const text = render('mail/receipt.txt.njk', data)

    expect(html + text).not.toMatch(missing)
    expect(html).toContain('href="https://cart.rose-ash.example/orders/1?key=2"')
    expect(html).toContain('Order 1042 is paid')
    expect(text).toContain('  2 × Country sourdough, Large, 1.6 kg: £17.60\n')
    expect(text).toContain('  Saturday 28 November, 10:00, The bakery on the square\n')
    expect(text).not.toMatch(/<\w|&\w+;|\n{4}/)
  })

  it('say in the receipt when, where and to whom each page hands over', () => {
    const startsAt = new Date('2026-11-26T16:00:00Z')
    const endsAt = new Date('2026-11-26T19:00:00Z')
    const times = { startsAt, endsAt }
    const address = { name: 'Ada Marsh', street: '4 Hill Row', postcode: 'WN4 2QA', city: 'Wendle' }
    const handovers = [
      { ...times, page: 'Hearth & Rye', title: 'By cargo bike', place: '', address },
      { ...times, page: 'Kiln Lane', title: 'At the kiln', place: '9 Kiln Lane', address: null },
    ]
    const order = { ...samplePaidOrder, handovers }

    const html = render('mail/receipt.html.njk', { ...data, order })
    const text = render('mail/receipt.txt.njk', { ...data, order })

    expect(html + text).not.toMatch(missing)
    expect(html).toContain('4 Hill Row, WN4 2QA Wendle')
    expect(text).toContain(
      '\nHearth & Rye: By cargo bike, Thursday 26 November, 16:00 to 19:00\n  4 Hill Row, WN4 2QA Wendle\n',
    )
    expect(text).toContain(
      '\nKiln Lane: At the kiln, Thursday 26 November, 16:00 to 19:00\n  9 Kiln Lane\n',
    )
    expect(text).not.toMatch(/<\w|&\w+;|\n{4}/)
  })

  it('tell those who sell that somebody paid too late as HTML and as text', () => {
    const late = { ...data, amount: { amount: 3600, currency: 'GBP' } }

    const html = render('mail/late.html.njk', late)
    const text = render('mail/late.txt.njk', late)

    expect(html + text).not.toMatch(missing)
    expect(html).toContain('Order 1042 was paid too late')
    expect(text).toContain('£36.00 went back to them by itself')
    expect(text).not.toMatch(/<\w|&\w+;|\n{4}/)
  })

  it('tell of money that goes back as HTML and as text', () => {
    const html = render('mail/refund.html.njk', data)
    const text = render('mail/refund.txt.njk', data)

    expect(html + text).not.toMatch(missing)
    expect(html).toContain('Your money is on its way back')
    expect(text).toContain('we sent £73.40 for order 1042 back')
    expect(text).not.toMatch(/<\w|&\w+;|\n{4}/)
  })

  it.each([
    ['has', samplePaidOrder.tickets, 'The tickets of this order are no longer valid.'],
    ['has none', [], 'Banks take up to five working days to show it.\n'],
  ])('say that tickets are void to whoever %s', (_what, tickets, words) => {
    const order = { ...samplePaidOrder, state: 'refunded', tickets }

    const html = render('mail/refund.html.njk', { ...data, order })
    const text = render('mail/refund.txt.njk', { ...data, order })

    expect(text).toContain(words)
    expect([html, text].map((mail) => mail.includes('no longer valid'))).toEqual(
      [0, 0].map(() => tickets.length > 0),
    )
  })

  it('tell where and when to collect what is packed, and what is still to be paid', () => {
    const startsAt = new Date('2026-11-27T15:00:00Z')
    const endsAt = new Date('2026-11-27T18:00:00Z')
    const handover = {
      kind: 'pickup',
      title: 'The Old Tannery',
      place: 'Yard 3',
      page: 'Kiln Lane',
    }
    const packed = { ...data, handover: { ...handover, startsAt, endsAt } }
    const unpaid = { ...samplePaidOrder, state: 'awaiting_payment' }
    const heavier = { ...samplePaidOrder, owed: { amount: 120, currency: 'GBP' } }

    const texts = [samplePaidOrder, unpaid, heavier].map((order) =>
      render('mail/packed.txt.njk', { ...packed, order }),
    )
    const html = render('mail/packed.html.njk', { ...packed, order: heavier })

    const when =
      'You can collect it on Friday 27 November, 15:00 to 18:00: The Old Tannery, Yard 3.\n'
    expect(texts.map((text) => text.includes(when))).toEqual([true, true, true])
    expect(texts.map((text) => /^.*(?:to be paid|still).*$/m.exec(text)?.[0])).toEqual([
      undefined,
      '£73.40 is to be paid when you collect it.',
      'Something weighed more than was paid for: £1.20 is still to be paid.',
    ])
    expect(html).toContain('£1.20 is still to be paid')
    expect(html + texts.join('')).not.toMatch(missing)
    expect(texts.join('')).not.toMatch(/<\w|&\w+;|\n{4}/)
  })
})
