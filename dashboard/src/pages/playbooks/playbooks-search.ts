import { oneOf, readerOf, text } from '../../search/read-search.ts'

/** The playbook that is looked at, and whether its past, or before and after, was asked for. */
export const readPlaybooksSearch = readerOf({ name: text, past: oneOf(['1']), compared: oneOf(['1']) })
export type PlaybooksSearch = ReturnType<typeof readPlaybooksSearch>
