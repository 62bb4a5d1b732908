import { oneOf, readerOf } from '../../search/read-search.ts'

/** Whether the past is to be judged for it, and whether what they did lately is shown beside what it says. */
export const readSignalsSearch = readerOf({
  measure: (value) => oneOf(['1'])(String(value)),
  show: oneOf(['lately']),
})
export type SignalsSearch = ReturnType<typeof readSignalsSearch>
