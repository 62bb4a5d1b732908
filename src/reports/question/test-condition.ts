import type { Filter, FilterCondition } from '../../contract/analyze/filter.ts'
import type { BreakdownValue } from '../../contract/analyze/question.ts'

/** Whether a filter holds, each condition being asked of the value found for it (null: not set); as statements ask it of events. */
export function filterHolds(filter: Filter, found: (condition: FilterCondition) => BreakdownValue): boolean {
  if ('and' in filter) return filter.and.every((one) => filterHolds(one, found))
  if ('or' in filter) return filter.or.some((one) => filterHolds(one, found))
  if ('not' in filter) return !filterHolds(filter.not, found)
  return conditionHolds(filter, found(filter))
}

function conditionHolds({ op, value }: FilterCondition, found: BreakdownValue): boolean {
  const isAmong = found !== null && (Array.isArray(value) ? value.includes(found) : value === found)
  switch (op) {
    case 'exact':
    case 'in':
      return isAmong
    case 'is_not':
    case 'not_in':
      return !isAmong
    case 'is_set':
      return found !== null
    case 'is_not_set':
      return found === null
    case 'contains':
      return typeof found === 'string' && found.includes(value as string)
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return isOrdered(op, found, value)
  }
}

/** Numbers with numbers, texts with texts. */
function isOrdered(op: 'gt' | 'gte' | 'lt' | 'lte', found: BreakdownValue, value: FilterCondition['value']): boolean {
  if (typeof found !== typeof value || (typeof found !== 'number' && typeof found !== 'string')) return false
  const than = value as typeof found
  switch (op) {
    case 'gt':
      return found > than
    case 'gte':
      return found >= than
    case 'lt':
      return found < than
    case 'lte':
      return found <= than
  }
}
