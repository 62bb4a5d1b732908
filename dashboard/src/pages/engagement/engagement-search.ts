import { oneOf, readerOf } from '../../search/read-search.ts'

/** Users or accounts. */
export const readEngagementSearch = readerOf({ actor: oneOf(['account']) })
export type EngagementSearch = ReturnType<typeof readEngagementSearch>

/** Who was active in an interval, or on so many days. */
export type EngagementCell = {
  readonly interval?: string
  readonly days?: number
  readonly state?: 'new' | 'returning' | 'resurrecting' | 'dormant'
}
