import { oneOf, readerOf } from '../../search/read-search.ts'

export const DAYS = { '90': 90, '180': 180, '365': 365 } as const
export type Span = keyof typeof DAYS
export const GROUPS = ['source', 'plan', 'size'] as const

/** Who signed up how long ago, by week or month, and split by what; and whether imported days are worked out again. */
export const readActivationSearch = readerOf({
  days: (value) => oneOf(['90', '180', '365'])(String(value)),
  period: oneOf(['week', 'month']),
  by: oneOf(GROUPS),
  bands: (value) => oneOf(['1'])(String(value)),
})
export type ActivationSearch = ReturnType<typeof readActivationSearch>

/** Who did a step in time, or did not. */
export type StepCell = { readonly step: string; readonly done: boolean }
