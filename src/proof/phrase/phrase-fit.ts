import type { FittedScore } from '../fit/fit-score.ts'
import type { FitLack } from '../fit/split-time.ts'
import type { OutcomeWords } from './outcome-words.ts'
import { sayCount, sayShare } from './say-number.ts'

export type FitNow = { readonly accounts: number; readonly likely: number; readonly expected: Expected | null }
type Expected = { readonly estimate: number; readonly lower: number; readonly upper: number }

/** Who stands where today, and what the same list would have held lately. */
export function phraseFit(fitted: FittedScore, now: FitNow, { words, withinDays }: Saying): string {
  const { verdict } = fitted
  const list = `${now.likely.toLocaleString('en')} of ${sayCount(now.accounts, 'account')} ${words.isBad ? 'are at high risk' : 'are likely'}`
  const expected =
    now.expected === null || now.likely === 0
      ? ''
      : `: we expect that within ${withinDays} days about ${Math.round(now.expected.estimate)} of them ${words.did} (${Math.round(now.expected.lower)}–${Math.round(now.expected.upper)})`
  return `${list}${expected}.${sayTested(fitted, words)} ${sayVerdict(verdict.ruling)}`
}

type Saying = { readonly words: OutcomeWords; readonly withinDays: number }

function sayTested({ test, tested, bands }: FittedScore, { doers }: OutcomeWords): string {
  const likely = bands.findIndex((band) => band.likely)
  const next = bands[likely - 1]
  const outcomes = tested.filter(({ outcome }) => outcome)
  const held = outcomes.filter(({ score }) => (next === undefined ? score >= bands[likely]!.from : score < next.from))
  const share = likely < 0 || outcomes.length === 0 ? null : held.length / outcomes.length
  const ranks = test.auc === null ? '' : ` It ranks ${Math.round(100 * test.auc.estimate)} of 100 pairs right`
  const plain =
    test.plainAuc === null || ranks === ''
      ? ''
      : `, days since the last core action ${Math.round(100 * test.plainAuc.estimate)}`
  const list = share === null ? '' : ` On later time the same list held ${sayShare(share)} of ${doers}.`
  return `${list}${ranks === '' ? '' : `${ranks}${plain}.`}`
}

function sayVerdict(ruling: FittedScore['verdict']['ruling']): string {
  switch (ruling) {
    case 'keep':
      return 'It is worth having.'
    case 'tune':
      return 'It is real, but has faults.'
    case 'drop':
      return 'It is of no use.'
    case 'not_enough_data':
      return 'Whether it is worth having cannot be told yet.'
  }
}

/** What is missing, and what to use meanwhile. */
export function phraseLack({ of, have, need, weeks }: FitLack, { doers }: OutcomeWords): string {
  const when = weeks === null ? '' : ` At this pace they are there in about ${sayCount(weeks, 'week')}.`
  switch (of) {
    case 'history':
      return `Nothing is fitted: ${sayCount(Math.floor(have), 'day')} of history whose outcomes are known, where ${need} are needed.${when} ${MEANWHILE}`
    case 'outcomes':
      return `Nothing is fitted: ${have.toLocaleString('en')} of ${doers}, where ${need} are needed to learn from.${when} ${MEANWHILE}`
    case 'test_outcomes':
      return `Nothing is fitted: only ${have.toLocaleString('en')} of ${doers} are of the later time, where ${need} are needed to test a fit.${when} ${MEANWHILE}`
    case 'without_outcome':
      return `Nothing is fitted: only ${sayCount(have, 'case')} without the outcome, where ${need} are needed to learn the difference.${when} ${MEANWHILE}`
    case 'numbers':
      return `Nothing is fitted: none of the numbers that were tried tells the outcome. Each is always the same, points the wrong way, or tells too much to be known before. Name others as indicators. ${MEANWHILE}`
    case 'separation':
      return 'Nothing is fitted: together the numbers tell the outcome without fail, as only what is set by the outcome itself does. Look which of them is known no sooner than the outcome, and take it out.'
    case 'outcome_rate':
      return `Nothing is fitted: the outcome comes in ${(100 * have).toFixed(2)} % of cases, and below ${(100 * need).toFixed(1)} % a fit finds chance. ${MEANWHILE}`
  }
}

const MEANWHILE = 'Use a score of a few proved signals with equal weights meanwhile.'
