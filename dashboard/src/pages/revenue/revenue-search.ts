import { oneOf, readerOf, text } from '../../search/read-search.ts'

export const SPANS = { '1': 1, '3': 3, '12': 12 } as const
export type Span = keyof typeof SPANS

/** In which currency, and over how many full months. */
export const readRevenueSearch = readerOf({
  currency: text,
  months: (value) => oneOf(['1', '3', '12'])(String(value)),
})
export type RevenueSearch = ReturnType<typeof readRevenueSearch>
