import { expect, it } from 'vitest'
import { phraseHoldout } from '../phrase/phrase-holdout.ts'
import { planAnyway, planHoldout } from './plan-holdout.ts'

const words = { did: 'left', doers: 'those who left', isBad: true }
const tell = (
  accounts: number,
  successes: number,
  { days = 364, good = 'less' as 'less' | 'more', isSet = false } = {},
) => {
  const past = { days, accounts, outcome: { successes, total: accounts }, good, withinDays: 60 }
  const holdout = planHoldout(past, 0.2)
  return { ...holdout, said: phraseHoldout(past, { holdout, share: 0.2, words, isSet }) }
}

it('before it starts: what a fifth left alone would show, and whether that is worth having', () => {
  expect([tell(2_000, 400).worth, tell(400, 80).worth, tell(99, 40).worth, tell(400, 0).worth]).toEqual([
    'worth having',
    'too small',
    'too few',
    'rate unknown',
  ])
  // 0.2 within a quarter: five points, with many more than come in a year; so what a year finds, if that is at most half.
  const year = tell(2_000, 400)
  expect([year.planned!.units, year.planned!.detectable.toFixed(4)]).toEqual([2_000, '0.0867'])
  // Where many come, a quarter of the rate is found sooner.
  const many = tell(20_000, 4_000)
  expect([many.planned!.units < 20_000, many.planned!.detectable <= 0.0525]).toEqual([true, true])
})

it('says it with its assumptions', () => {
  expect(tell(120, 60, { days: 100, good: 'more' }).said).toBe(
    '20 % of the accounts that begin it are left alone, by lot. In 100 days of the past 120 accounts would have begun it, 8.4 a week. Of the 120 whose days are over 50 % (41–59) left within 60 days. If it goes on like that, a difference of 23 points is found four times in five with 436 accounts, in about 61 weeks.',
  )
  expect(tell(400, 80).said).toBe(
    'Nobody is left alone. In 364 days of the past 400 accounts would have begun it, 7.7 a week. Of the 400 whose days are over 20 % (16–24) left within 60 days. In a year only a difference of 19 points would be found, which is more than half of what can change: too little to learn. It would be done all the same with .holdout(0.2).',
  )
  expect(tell(40, 8, { isSet: true }).said).toBe(
    '20 % of the accounts that begin it are left alone, by lot, as it was set. In 364 days of the past 40 accounts would have begun it, 0.8 a week. Of the 40 whose days are over 20 % (10–35) left within 60 days. That is too few: nothing is shown below 100 accounts, and in a year there would be fewer.',
  )
})

it('a share that was set is planned for however little is known', () => {
  const past = { days: 100, accounts: 0, outcome: { successes: 0, total: 0 }, good: 'less' as const, withinDays: 60 }
  const planned = planAnyway(past, planHoldout(past, 0.1), 0.1)
  expect([planned.units, planned.detectable > 0.1]).toEqual([1_000, true])
})
