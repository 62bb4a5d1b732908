import type { Window } from '../expression.ts'

/** "in the last 28 days", with the space it needs before it. */
export function describeWindow(window: Window): string {
  switch (window.kind) {
    case 'rolling':
      return window.offset === 0 ? ` in the last ${span(window.days)}` : ` ${describeEarlier(window)}`
    case 'calendar':
      return window.offset === 0
        ? ` this calendar ${window.unit}`
        : ` in the calendar ${window.unit} of ${plural(window.offset, 'day')} ago`
    case 'ever':
      return ''
    case 'hours':
      return ` in the last ${plural(window.hours, 'hour')}`
  }
}

function describeEarlier({ days, offset }: Extract<Window, { kind: 'rolling' }>): string {
  return `in the ${span(days)} before the last ${span(offset)}`
}

/** "day", "28 days": after "the last". */
function span(days: number): string {
  return days === 1 ? 'day' : `${days} days`
}

/** "1 day", "28 days", "1,204 accounts". */
export function plural(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`
}

/** "a", "a and b", "a, b and c". */
export function listing(items: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (items.length <= 1) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} ${last} ${items[items.length - 1]}`
}
