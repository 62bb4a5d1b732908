import type { QuantityDraft } from './draft.ts'
import type { Window } from './expression.ts'

/** The same quantity over the stretch of equal length just before its own; windows without a length (ever) stay as they are. */
export function shiftQuantity(draft: QuantityDraft): QuantityDraft {
  switch (draft.kind) {
    case 'ratio':
      return { ...draft, top: shiftQuantity(draft.top), bottom: shiftQuantity(draft.bottom) }
    case 'change':
    case 'difference':
      return { ...draft, now: shiftQuantity(draft.now), before: shiftQuantity(draft.before) }
    case 'roll-up':
      return { ...draft, over: shiftQuantity(draft.over) }
    default:
      return 'window' in draft ? { ...draft, window: shiftWindow(draft.window) } : draft
  }
}

function shiftWindow(window: Window): Window {
  switch (window.kind) {
    case 'rolling':
      return { ...window, offset: window.offset + window.days }
    case 'calendar':
      return { ...window, offset: window.offset + (window.unit === 'week' ? 7 : 30) }
    case 'ever':
    case 'hours':
      return window
  }
}
