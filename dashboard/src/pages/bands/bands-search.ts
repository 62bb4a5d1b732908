import { oneOf, readerOf, text } from '../../search/read-search.ts'

export const SPANS = { '28': 28, '60': 60, '180': 180 } as const

/** Of which score, over how many days, and who crossed from where to where. */
export const readBandsSearch = readerOf({
  score: text,
  days: (value) => oneOf(['28', '60', '180'])(String(value)),
  replay: (value) => oneOf(['1'])(String(value)),
  from: text,
  to: text,
})
export type BandsSearch = ReturnType<typeof readBandsSearch>
