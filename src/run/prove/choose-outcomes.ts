import type { Model, Outcome, Signal } from '../../config/model.ts'
import { telltaleError } from '../../core/errors.ts'
import { type OutcomeWords, outcomeWords } from '../../proof/phrase/outcome-words.ts'

/** Days after an alert in which an outcome comes too late to act on, where nobody says otherwise. */
const GAP_DAYS: Readonly<Record<Outcome['rule']['kind'], number>> = {
  ...{ churned: 7, inactive: 7, expanded: 3, converted: 0, activated: 0, retained: 0, event: 0 },
}
/** Within which a prediction has to come true, where it does not say so itself. */
const WITHIN_DAYS: Readonly<Record<Outcome['rule']['kind'], number>> = {
  ...{ churned: 60, inactive: 60, expanded: 45, converted: 28, activated: 28, retained: 90, event: 30 },
}

export type AskedWindows = { readonly within_days?: number | undefined; readonly gap_days?: number | undefined }

type Windows = { readonly withinDays: number; readonly gapDays: number }

/** The windows of a prediction; a gap of its own never takes more than a quarter of the days. @throws bad_argument */
export function chooseWindows(outcome: Outcome, asked: AskedWindows, own?: number): Windows {
  const windows = fitWindows(outcome, asked, own)
  if (windows !== null) return windows
  throw telltaleError('bad_argument', {
    argument: 'gap_days',
    value: asked.gap_days ?? 0,
    expected: `fewer than the ${withinOf(outcome, asked, own)} days of the prediction`,
  })
}

/** As `chooseWindows`; null: the gap that was asked for takes all days. */
export function fitWindows(outcome: Outcome, asked: AskedWindows, own?: number): Windows | null {
  const withinDays = withinOf(outcome, asked, own)
  const gapDays = asked.gap_days ?? Math.min(GAP_DAYS[outcome.rule.kind], Math.floor(withinDays / 4))
  return gapDays < withinDays ? { withinDays, gapDays } : null
}

function withinOf({ rule }: Outcome, asked: AskedWindows, own: number | undefined): number {
  return asked.within_days ?? own ?? WITHIN_DAYS[rule.kind]
}

/** @throws unknown_name */
export function outcomeNamed({ outcomes }: Pick<Model, 'outcomes'>, name: string): Outcome {
  const found = outcomes.find(({ key }) => key === name)
  if (found !== undefined) return found
  const valid = outcomes.map(({ key }) => key).join(', ') || 'none; add some to `outcomes` of the configuration'
  throw telltaleError('unknown_name', { what: 'outcome', name: name.slice(0, 200), valid })
}

/** The outcome that a score, a milestone or a pulse is held against, of what the configuration has: the first of these kinds. null: it has none. */
export function usualOutcome(
  { outcomes }: Pick<Model, 'outcomes'>,
  kinds: readonly Outcome['rule']['kind'][],
): Outcome | null {
  for (const kind of kinds) {
    const found = outcomes.find(({ rule }) => rule.kind === kind)
    if (found !== undefined) return found
  }
  return null
}

/** How an outcome is said. One that a signal of risk predicts is bad, whatever its kind. */
export function wordsOf({ signals }: Pick<Model, 'signals'>, outcome: Outcome): OutcomeWords {
  const words = outcomeWords(outcome)
  const isRisk = ({ type, predicts }: Signal): boolean => type === 'risk' && predicts?.outcome === outcome.key
  return { ...words, isBad: words.isBad || signals.some(isRisk) }
}
