import { telltaleError } from '../../core/errors.ts'
import { predictImmortalRatio } from './predict-immortal-ratio.ts'

/** Days since the entity's start: [from, until). */
export type ExposureWindow = { readonly from: number; readonly until: number }
/** Days since the entity's start: (after, until]. */
export type OutcomeWindow = { readonly after: number; readonly until: number }

declare const checked: unique symbol

/**
 * An exposure and an outcome that may be compared: the outcome is looked for only after the exposure window has ended (the landmark). Made by `associate`
 * alone, and asked for by everything that tabulates the two.
 */
export type Association = {
  readonly exposure: ExposureWindow
  readonly outcome: OutcomeWindow
  readonly [checked]: true
}

/** Where 5 % leave each day and 15 % reach a step: of those who do in two weeks, against the others, after 90 days. */
const SEEMING = predictImmortalRatio({ leaving: 0.05, reaching: 0.15, window: 14, horizon: 90 })

/**
 * Throws `bad_argument` where the outcome window begins before the exposure window ends: whoever lives longer has longer to be exposed, so that a step
 * without any effect would seem to keep customers (immortal time).
 */
export function associate(exposure: ExposureWindow, outcome: OutcomeWindow): Association {
  refuseEmpty('exposure window', exposure.from, exposure.until)
  refuseEmpty('outcome window', outcome.after, outcome.until)
  if (!(outcome.after >= exposure.until)) {
    throw telltaleError('bad_argument', {
      argument: 'outcome window',
      value: `after day ${outcome.after}`,
      expected: `a start at day ${exposure.until} or later, where the exposure window ends: before it, whoever stays longer has longer to do it, and a step that does nothing would seem to keep ${SEEMING.toFixed(1)} times as many`,
    })
  }
  return { exposure, outcome } as Association
}

function refuseEmpty(argument: string, from: number, until: number): void {
  if (until > from) return
  throw telltaleError('bad_argument', { argument, value: `${from} … ${until}`, expected: 'an end after the start' })
}
