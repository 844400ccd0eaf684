import type { ComponentType } from 'react'
import calendar from 'lucide-static/icons/calendar-days.svg?raw'
import event from 'lucide-static/icons/ticket.svg?raw'
import footnote from 'lucide-static/icons/superscript.svg?raw'
import market from 'lucide-static/icons/store.svg?raw'
import product from 'lucide-static/icons/shopping-basket.svg?raw'
import table from 'lucide-static/icons/table.svg?raw'
import type { BlockKind } from './editor.ts'

/** The drawing of each of our blocks, in menu and toolbar. */
export const icons: Record<BlockKind, ComponentType<{ className?: string }>> = {
  product: drawn(product),
  event: drawn(event),
  market: drawn(market),
  calendar: drawn(calendar),
  table: drawn(table),
  footnote: drawn(footnote),
}

function drawn(svg: string): ComponentType<{ className?: string }> {
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace('</svg>', '')
  return ({ className = '' }) => (
    <svg
      aria-hidden="true"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="1.75"
      viewBox="0 0 24 24"
      // oxlint-disable-next-line react/no-danger -- a drawing of the icon package, known when building
      dangerouslySetInnerHTML={{ __html: inner }}
    />
  )
}
