import { readerOf, text } from '../../search/read-search.ts'

/** Which refused messages are listed. */
export const readDataSearch = readerOf({ reason: text })
export type DataSearch = ReturnType<typeof readDataSearch>
