import { DAY_MAX, type Day } from '../../core/time.ts'
import { EXCLUDED } from '../../store/analytic/excluded-trait.ts'
import type { DayRange, TraitRow } from '../../store/analytic/rows.ts'
import { type Knowing, sweepTimeline } from '../sweep-timeline.ts'

const NEVER: readonly DayRange[] = []

/** The days at whose close somebody was known to be out of every number; what is known last holds for all days of a report. */
export function excludedDays(traits: readonly TraitRow[], knowing: Knowing): readonly DayRange[] {
  const told = traits.filter(({ key }) => key === EXCLUDED)
  if (told.length === 0) return NEVER
  if (knowing.view === 'report') return told.at(-1)!.value === true ? [{ from: -DAY_MAX, to: DAY_MAX }] : NEVER
  const said = told.map(({ value, from, knownAt }) => ({ value: value === true, from, knownAt }))
  return sweepTimeline(said, knowing).filter(({ value }) => value)
}

/** Spans of days without those of some eras; both ascend. */
export function withoutDays<Span extends { readonly from: Day; readonly to: Day }>(
  spans: readonly Span[],
  eras: readonly DayRange[],
): readonly Span[] {
  if (eras.length === 0) return spans
  return eras.reduce<readonly Span[]>(
    (left, era) =>
      left.flatMap((span) => [
        ...(span.from < era.from ? [{ ...span, to: Math.min(span.to, era.from - 1) }] : []),
        ...(span.to > era.to ? [{ ...span, from: Math.max(span.from, era.to + 1) }] : []),
      ]),
    spans,
  )
}
