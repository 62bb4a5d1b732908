import { type PastEntrants, type PlannedHoldout, rateOfPast } from '../uplift/plan-holdout.ts'
import type { OutcomeWords } from './outcome-words.ts'
import { sayPoints } from './phrase-uplift.ts'
import { sayAmount, sayCount, sayRate, sayShare } from './say-number.ts'

export type HoldoutSaid = {
  readonly holdout: PlannedHoldout
  readonly share: number
  readonly words: OutcomeWords
  /** It was asked for, whatever it shows. */
  readonly isSet: boolean
}

/** Before it starts: how many are left alone and what that will show, or why nobody is. */
export function phraseHoldout(
  past: PastEntrants & { readonly withinDays: number },
  { holdout, share, words, isSet }: HoldoutSaid,
): string {
  const told = sayPast(past, { holdout, words })
  const left = `${sayShare(share)} of the accounts that begin it are left alone, by lot`
  if (holdout.worth === 'worth having') return `${left}. ${told} ${sayFound(holdout, past.withinDays)}`
  if (isSet) return `${left}, as it was set. ${told} ${sayLittle(holdout)}`
  return `Nobody is left alone. ${told} ${sayLittle(holdout)} It would be done all the same with .holdout(${share}).`
}

function sayPast(
  past: PastEntrants & { readonly withinDays: number },
  { holdout, words }: Pick<HoldoutSaid, 'holdout' | 'words'>,
): string {
  const pace = `In ${sayCount(past.days, 'day')} of the past ${sayCount(past.accounts, 'account')} would have begun it, ${sayAmount(holdout.perWeek)} a week.`
  const rate = rateOfPast(past)
  return rate === null
    ? pace
    : `${pace} Of the ${past.outcome.total.toLocaleString('en')} whose days are over ${sayRate(rate)} ${words.did} within ${sayCount(past.withinDays, 'day')}.`
}

function sayFound({ planned, perWeek }: PlannedHoldout, withinDays: number): string {
  const { units, detectable } = planned!
  const weeks = Math.ceil(units / perWeek + withinDays / 7)
  return `If it goes on like that, a difference of ${sayPoints(detectable)} is found four times in five with ${sayCount(units, 'account')}, in about ${sayCount(weeks, 'week')}.`
}

function sayLittle({ worth, planned }: PlannedHoldout): string {
  switch (worth) {
    case 'too few':
      return 'That is too few: nothing is shown below 100 accounts, and in a year there would be fewer.'
    case 'rate unknown':
      return 'How many would have had the outcome anyway is not known well enough: at least 30 have to have told, some of each kind.'
    case 'too small':
      return planned === null
        ? 'Next to nothing could be found.'
        : `In a year only a difference of ${sayPoints(planned.detectable)} would be found, which is more than half of what can change: too little to learn.`
    case 'worth having':
      return ''
  }
}
