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
})
