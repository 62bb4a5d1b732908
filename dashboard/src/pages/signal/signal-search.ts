import { number, readerOf, text } from '../../search/read-search.ts'

/** The threshold that is tried, and which one of the signal it is. */
export const readSignalSearch = readerOf({ at: number, part: text })
export type SignalSearch = ReturnType<typeof readSignalSearch>
