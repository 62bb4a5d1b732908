import type { ConfigDraft, QuantityDraft } from '../draft.ts'
import type { Window } from '../expression.ts'

/** The same quantity over the stretch of equal length just before its own; what has no length (ever, a trait) stays as it is. */
export function shiftQuantity(draft: QuantityDraft, config: ConfigDraft): QuantityDraft {
  const shift = (part: QuantityDraft): QuantityDraft => shiftQuantity(part, config)
  switch (draft.kind) {
    case 'indicator':
      return shift(config.indicators[draft.indicator]!)
    case 'ratio':
      return { ...draft, top: shift(draft.top), bottom: shift(draft.bottom) }
    case 'change':
    case 'difference':
      return { ...draft, now: shift(draft.now), before: draft.before && shift(draft.before) }
    case 'roll-up':
      return { ...draft, over: shift(draft.over) }
    case 'top-member':
      return { ...draft, over: shift(draft.over), by: shift(draft.by) }
    default:
      return 'window' in draft ? { ...draft, window: shiftWindow(draft.window) } : draft
  }
}

/** Does the quantity have a stretch just before its own? A ratio has when its top has. */
export function canShift(draft: QuantityDraft, config: ConfigDraft): boolean {
  switch (draft.kind) {
    case 'indicator':
      return canShift(config.indicators[draft.indicator]!, config)
    case 'ratio':
      return canShift(draft.top, config)
    case 'change':
    case 'difference':
      return canShift(draft.now, config)
    case 'roll-up':
    case 'top-member':
      return canShift(draft.over, config)
    default:
      return 'window' in draft && (draft.window.kind === 'rolling' || draft.window.kind === 'calendar')
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
