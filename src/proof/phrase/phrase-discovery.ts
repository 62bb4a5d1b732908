import type { Cell } from '../discover/beginners.ts'
import type { Confirmed } from '../discover/confirm-find.ts'
import type { Discovery } from '../discover/discover.ts'
import type { Lack } from '../discover/lack-of.ts'
import type { OutcomeWords } from './outcome-words.ts'
import { sayCount, sayRatio, sayShare } from './say-number.ts'

const BY = {
  any: '',
  two: ' by at least two people',
  three: ' by at least three people',
  owner: ' by the owner',
} as const

/** `5 × Task Completed within 7 days by at least two people`. */
export function phraseCell({ times, window, reach }: Cell, title: string): string {
  return `${times} × ${title} within ${sayCount(window, 'day')}${BY[reach]}`
}

/** What the later newcomers say of a find. */
export function phraseFind(
  { precision, without, ratio, verdict }: Confirmed,
  words: OutcomeWords,
  isIntent: boolean,
): string {
  if (precision === null || without === null || ratio === null) return 'Not enough data among later newcomers.'
  const rates = `Of those who did it ${sayShare(precision.estimate)} ${words.did}, of the others ${sayShare(without.estimate)}: ${sayRatio(ratio)} ${words.isBad ? 'less often' : 'as often'}.`
  const intent = isIntent ? ' It predicts, and cannot be coached: a signal, no milestone.' : ''
  switch (verdict.ruling) {
    case 'keep':
      return `${rates}${intent === '' ? ' Keep it.' : intent}`
    case 'tune':
      return `${rates}${intent} ${verdict.reasons.map((reason) => FAULTS[reason] ?? reason).join('; ')}.`
    case 'drop':
      return `${rates} Not confirmed by later newcomers.`
    case 'not_enough_data':
      return `Not enough data among later newcomers. ${rates}`
  }
}

const FAULTS: Readonly<Record<string, string>> = {
  weak: 'It may be less than 1.5 times',
  not_confirmed: 'Less than half of its strength is left among later newcomers',
  too_rare: 'Fewer than one in twenty do it',
  too_common: 'Nearly all do it',
  not_above_placebo: 'Events without any meaning reach as much',
}

const NEEDED = {
  beginners: 'newcomers who were followed long enough',
  outcomes: 'newcomers with the outcome',
  without_outcome: 'newcomers without the outcome',
  later_beginners: 'later newcomers, by whom to confirm what earlier ones show',
} as const

function phraseLack({ of, have, need, weeks }: Lack): string {
  const when =
    weeks === null
      ? 'At this pace that takes more than a year.'
      : `At the present pace: about ${sayCount(weeks, 'week')}.`
  return `Not enough data: ${have} of the ${need} ${NEEDED[of]} that are needed. ${when}`
}

/** What came of the search, in a sentence. */
export function phraseDiscovery(
  { lack, finds, detectable }: Discovery,
  words: OutcomeWords,
  sayStep: (cell: Cell) => string,
): string {
  if (lack !== null) return phraseLack(lack)
  const kept = finds.find(({ confirmed }) => confirmed.verdict.ruling === 'keep')
  const first = kept ?? finds[0]
  if (first === undefined) {
    const missed =
      detectable === null
        ? ''
        : ` Of an event that as many did as of most, nothing stronger than ${detectable.toFixed(1)}× could have been missed.`
    return `Nothing that newcomers did goes with the outcome more than chance would have it.${missed}`
  }
  return kept === undefined
    ? `${sayCount(finds.length, 'find')}, none of which holds well enough among later newcomers. The first: ${sayStep(first.cell)}.`
    : `What goes with it most: ${sayStep(first.cell)}.${sayStrength(first.confirmed, words)} This is an association. Whether bringing newcomers there helps, only a holdout tells.`
}

/** " Those who did it stayed 2.7× (2.1–3.4) as often as the others." */
function sayStrength({ ratio }: Confirmed, { did, isBad }: OutcomeWords): string {
  if (ratio === null) return ''
  return ` Those who did it ${did} ${sayRatio(ratio)} ${isBad ? 'less often than' : 'as often as'} the others.`
}
