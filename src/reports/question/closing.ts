import { dayToIso } from '../../core/time.ts'
import type { Asking } from './asking.ts'

/** Whether an interval has ended, and the local day on which it will have. */
export type Closing = { readonly complete: boolean; readonly ready: string | null }

/** Of each interval of the question. */
export function closingOf(asking: Asking): readonly Closing[] {
  return Array.from({ length: asking.last - asking.first + 1 }, (_, i) => closingAt(asking, asking.first + i))
}

export function closingAt({ calendar, source }: Asking, ordinal: number): Closing {
  return closesAt({ calendar, source }, calendar.startOf(ordinal + 1))
}

/** Of what ends at an instant. */
export function closesAt({ calendar, source }: Pick<Asking, 'calendar' | 'source'>, end: number): Closing {
  const complete = end <= source.now
  return { complete, ready: complete ? null : dayToIso(calendar.zone.dayOf(end)) }
}

/** Numbers where they are complete, null elsewhere. */
export function cellsOf(closing: readonly Closing[], counts: ArrayLike<number>): (number | null)[] {
  return closing.map(({ complete }, i) => (complete ? counts[i]! : null))
}

export function readyOf(closing: readonly Closing[]): (string | null)[] {
  return closing.map(({ ready }) => ready)
}

export function labelsOf({ calendar, first, last }: Asking): string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => calendar.labelOf(first + i))
}
