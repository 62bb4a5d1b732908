import { oneOf, readerOf } from '../../search/read-search.ts'

/** Whether the past is to be judged for it. */
export const readSignalsSearch = readerOf({ measure: (value) => oneOf(['1'])(String(value)) })
export type SignalsSearch = ReturnType<typeof readSignalsSearch>
