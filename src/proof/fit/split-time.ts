import { weeksUntil } from '../../stats/experiments/plan-sample.ts'
import { countedRows, type FitInput, outcomesOf, type Sample } from './fit-input.ts'

export type TimeSplit = { readonly training: readonly Sample[]; readonly test: readonly Sample[] }

/** What is missing for a fit. `weeks` null: not within a year, or waiting does not help. */
export type FitLack = {
  readonly of: 'history' | 'outcomes' | 'outcome_rate' | 'test_outcomes' | 'without_outcome' | 'numbers' | 'separation'
  readonly have: number
  readonly need: number
  readonly weeks: number | null
}

const TEST = 0.25
const LEAST_OUTCOMES = 50
const LEAST_TEST_OUTCOMES = 20
const LEAST_RATE = 0.003

/**
 * The last quarter of the moments tests what the others have taught; moments whose outcomes reach into it teach nothing. Or why there is too little for a fit: then a
 * fit would be worse than equal weights.
 */
export function splitTime(input: FitInput): TimeSplit | FitLack {
  const samples = countedRows(input.rows)
  const mature = [...new Set(samples.map(({ moment }) => moment))].sort((a, b) => a - b)
  const dayOf = (moment: number | undefined): number => (moment === undefined ? 0 : input.moments[moment]!)
  const span = dayOf(mature.at(-1)) - dayOf(mature[0])
  if (span < input.leastDays) return lackOf('history', { have: span, need: input.leastDays, perWeek: 7 })
  const outcomes = outcomesOf(samples)
  const perWeek = (7 * outcomes) / Math.max(7, span)
  if (outcomes < LEAST_OUTCOMES) return lackOf('outcomes', { have: outcomes, need: LEAST_OUTCOMES, perWeek })
  const rate = outcomes / samples.length
  if (rate < LEAST_RATE) return { of: 'outcome_rate', have: rate, need: LEAST_RATE, weeks: null }
  const first = mature[Math.floor((1 - TEST) * mature.length)]!
  const test = samples.filter(({ moment }) => moment >= first)
  const border = dayOf(first) - input.withinDays
  const training = samples.filter(({ moment }) => dayOf(moment) <= border)
  const tested = outcomesOf(test)
  if (tested < LEAST_TEST_OUTCOMES)
    return lackOf('test_outcomes', { have: tested, need: LEAST_TEST_OUTCOMES, perWeek: TEST * perWeek })
  const taught = outcomesOf(training)
  if (taught < LEAST_TEST_OUTCOMES) return lackOf('outcomes', { have: taught, need: LEAST_OUTCOMES, perWeek })
  const without = training.length - taught
  if (without < LEAST_TEST_OUTCOMES)
    return { of: 'without_outcome', have: without, need: LEAST_TEST_OUTCOMES, weeks: null }
  return { training, test }
}

type Missing = { readonly have: number; readonly need: number; readonly perWeek: number }

function lackOf(of: FitLack['of'], { have, need, perWeek }: Missing): FitLack {
  return { of, have, need, weeks: perWeek > 0 ? weeksUntil(need - have, perWeek) : null }
}
