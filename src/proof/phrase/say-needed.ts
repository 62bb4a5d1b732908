import type { StillNeeded } from '../backtest/still-needed.ts'
import { sayCount } from './say-number.ts'

/** What would settle something that cannot be told yet; `of`: in words. */
export type Needed = Omit<StillNeeded, 'of'> & { readonly of: string }

/** " 12 of the 30 cases we need. At the current pace: about 7 weeks." null: nothing that would settle it can be named. */
export function sayNeeded(needed: Needed | null): string {
  if (needed === null) return ''
  const { have, need, of, weeks } = needed
  return ` ${have.toLocaleString('en')} of the ${need.toLocaleString('en')} ${of} we need.${sayPace(have, weeks)}`
}

/** When as many as are needed are there; nothing where none came so far. @param weeks null: not within a year */
export function sayPace(have: number, weeks: number | null): string {
  if (weeks !== null) return ` At the current pace: about ${sayCount(weeks, 'week')}.`
  if (have === 0) return ''
  return ' At the current pace that takes more than a year: it will not be answerable at this volume.'
}
