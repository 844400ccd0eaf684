import { fileURLToPath } from 'node:url'
import { missing, sampleRender } from '@rose-ash/shared/views/testing'
import { describe, expect, it } from 'vitest'
import { sampleCalendar, sampleEntries, sampleEntry, sampleMonth, sampleTicket } from './samples.ts'

const render = sampleRender(fileURLToPath(new URL('.', import.meta.url)))
const origin = 'https://events.rose-ash.example'

describe('the templates of events', () => {
  it('show what is on by day, each day named once', () => {
    const html = render('home.njk', { entries: sampleEntries })

    expect(html).not.toMatch(missing)
    expect(html.match(/class="agenda-new-day"/g)).toHaveLength(3)
    expect(html).toContain('<h2 class="agenda-day">Saturday 28 November</h2>')
    expect(html).toContain('from £45.00')
    expect(html).toContain('Free')
  })

  it('say so when nothing is planned', () => {
    expect(render('home.njk', { entries: [] })).toContain('Nothing is planned just now')
  })

  it('show a month with today, dots, titles and a list', () => {
    const html = render('calendar.njk', {
      calendar: sampleCalendar,
      month: sampleMonth,
      entries: sampleEntries,
    })

    expect(html).not.toMatch(missing)
    expect(html).toContain('<h2 class="text-xl whitespace-nowrap sm:text-2xl">November 2026</h2>')
    expect(html.match(/aria-current="date"/g)).toHaveLength(1)
    expect(html).toContain('href="#day-2026-11-28"')
    expect(html).toContain('<section class="rows" id="day-2026-11-28">')
    expect(html).toContain('href="/calendars/workshops?month=2026-10"')
    expect(html).toContain('aria-label="December 2026"')
  })

  it('show an entry with its tickets', () => {
    const html = render('event.njk', { entry: sampleEntry })

    expect(html).not.toMatch(missing)
    expect(html).toContain('Saturday 28 November')
    expect(html).toContain('10:00&#8211;14:00')
    expect(html).toContain('<input type="hidden" name="kind" value="ticket">')
    expect(html).toContain('value="t3" required disabled>')
  })

  it('show an entry that needs no ticket', () => {
    const html = render('event.njk', { entry: { ...sampleEntry, ticketTypes: [] } })

    expect(html).toContain('No ticket needed')
  })

  it('show a ticket with its code to scan', () => {
    const html = render('tickets/ticket.njk', { ticket: sampleTicket, qr: '<svg>qr</svg>' })

    expect(html).not.toMatch(missing)
    expect(html).toContain('<svg>qr</svg>')
    expect(html).toContain('RA-7F3K-29QM-X4TD')
  })

  it('show no code to scan on a ticket that is void', () => {
    const ticket = { ...sampleTicket, state: 'void' }

    const html = render('tickets/ticket.njk', { ticket, qr: '<svg>qr</svg>' })

    expect(html).toContain('No longer valid')
    expect(html).not.toContain('<svg>qr</svg>')
  })

  it('show the calendars of a page', () => {
    const calendars = [{ ...sampleCalendar, month: sampleMonth, entries: sampleEntries }]

    const html = render('fragments/container-cards.njk', { calendars, origin })

    expect(html).not.toMatch(missing)
    expect(html).toContain(`href="${origin}/calendars/workshops#day-2026-11-25"`)
    expect(html).toContain(`href="${origin}/entries/long-table"`)
  })

  it('show one month, and what is next, on other pages', () => {
    const month = { calendar: sampleCalendar, month: sampleMonth, origin }

    expect(render('fragments/calendar-month.njk', month)).toContain('Workshops: November 2026')
    expect(render('fragments/upcoming.njk', { entries: sampleEntries, origin })).toContain(
      `href="${origin}/entries/bread-making"`,
    )
  })
})
