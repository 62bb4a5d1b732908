import { day, oneOf, readerOf } from '../../search/read-search.ts'
import { CHANGE_KINDS } from '../../words/changes.ts'

/** Of which kind; and the day whose newcomers are held against those before. */
export const readChangesSearch = readerOf({ kind: oneOf(CHANGE_KINDS), since: day })
export type ChangesSearch = ReturnType<typeof readChangesSearch>
