import { dayToIso, type Millis } from '../../core/time.ts'
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

/** Where the last interval up to `last` ends that is over; where the first begins if none is. What came later is in no cell yet. */
export function endOfOver({ calendar, first, source }: Asking, last: number): Millis {
  let open = last + 1
  while (open > first && calendar.startOf(open) > source.now) open--
  return calendar.startOf(open)
}

/** How far an answer is read: to the end of what is over, unless somebody asks who is in a cell so far. */
export function endOfCells(asking: Asking, last: number, actorsOf: unknown): Millis {
  return actorsOf === undefined ? endOfOver(asking, last) : asking.calendar.startOf(last + 1)
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
