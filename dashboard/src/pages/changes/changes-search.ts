import { day, oneOf, readerOf, text } from '../../search/read-search.ts'
import { CHANGE_KINDS } from '../../words/changes.ts'

/** Of which kind; the day whose newcomers are held against those before; and the experiment whose result is shown. */
export const readChangesSearch = readerOf({ kind: oneOf(CHANGE_KINDS), since: day, experiment: text })
export type ChangesSearch = ReturnType<typeof readChangesSearch>
