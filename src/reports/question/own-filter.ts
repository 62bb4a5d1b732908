import type { Filter } from '../../contract/analyze/filter.ts'
import { telltaleError } from '../../core/errors.ts'
import { splitFilter } from './split-filter.ts'

/** The filter of a part of a question (a step, a start). @throws bad_argument where it names a segment: those are asked of the actor, in `filter` */
export function ownFilter(filter: Filter | undefined, argument: string): readonly Filter[] {
  const { events, segments } = splitFilter(filter)
  if (segments.length === 0) return events
  throw telltaleError('bad_argument', {
    argument,
    value: 'a condition on a segment',
    expected: 'event properties and traits; segments stand in `filter`',
  })
}
