import { oneOf, readerOf, text } from '../../search/read-search.ts'

/** For which outcome, and whether it is searched. */
export const readDiscoverSearch = readerOf({
  outcome: text,
  level: oneOf(['account', 'user']),
  search: (value) => oneOf(['1'])(String(value)),
})
export type DiscoverSearch = ReturnType<typeof readDiscoverSearch>
