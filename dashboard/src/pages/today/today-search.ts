import { oneOf, readerOf, text } from '../../search/read-search.ts'

export const HORIZONS = ['day', 'week', 'month'] as const
export type Horizon = (typeof HORIZONS)[number]

/** Whose list, how far ahead, and which task is open. */
export const readTodaySearch = readerOf({ of: text, team: text, horizon: oneOf(HORIZONS), task: text })
export type TodaySearch = ReturnType<typeof readTodaySearch>
