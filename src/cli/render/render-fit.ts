import type { FitAnswer } from '../../contract/fit.ts'
import { sayRate, sayShare } from '../../proof/phrase/say-number.ts'
import { counted } from '../counted.ts'
import { mixLines } from './render-mix.ts'
import { type Column, printable, renderTable } from './render-table.ts'

/** The sentence first; then how it did on later time, what it is made of, who is most likely, and what to paste. */
export function renderFit(answer: FitAnswer): string {
  return [
    printable(answer.sentence),
    ...testOf(answer),
    ...partsOf(answer),
    ...listOf(answer),
    ...(answer.config === null ? [] : [`For the configuration:\n\n${answer.config}`]),
    ...answer.warnings.map((warning) => `Note: ${printable(warning)}`),
  ].join('\n\n')
}

function testOf({ test, trained_on: trained, tested_on: tested }: FitAnswer): string[] {
  if (test === null || trained === null || tested === null) return []
  const { calibration: own, plain_rule: rule } = test
  const slope = own.slope === null ? 'not known' : own.slope.estimate.toFixed(2)
  const ratio = own.observed_over_expected === null ? 'not known' : own.observed_over_expected.estimate.toFixed(2)
  const better =
    rule.difference === null
      ? ''
      : `; better by ${times(rule.difference.estimate)} (${times(rule.difference.lower)} to ${times(rule.difference.upper)})`
  type Band = (typeof test.bands)[number]
  const columns: Column<Band>[] = [
    { head: 'band', cell: ({ name }) => name },
    { head: 'cases', cell: ({ accounts }) => String(accounts), number: true },
    { head: 'outcomes', cell: ({ outcomes }) => String(outcomes), number: true },
    { head: 'rate', cell: ({ rate }) => (rate === null ? 'too few' : sayRate(rate)), number: true },
  ]
  return [
    [
      `Learned from ${counted(trained.accounts, 'account')} up to ${trained.to}, tested on ${counted(tested.outcomes, 'outcome')} of ${tested.from} to ${tested.to}.`,
      `Of 100 pairs it ranks ${test.auc === null ? 'too few' : sayRate(test.auc).replaceAll(' %', '')} right, ${rule.title} ${rule.auc === null ? 'too few' : sayRate(rule.auc).replaceAll(' %', '')}${better}.`,
      ...withinOf(test),
      ...timeOf(test),
      `Calibration: slope ${slope}, ${ratio} outcomes for each that was expected${own.recalibrated ? ' (fitted again on the latest training)' : ''}.`,
      ...latelyOf(own.over_time),
    ].join('\n'),
    [renderTable(columns, test.bands), ...mixLines(Object.values(test.mix), test.simpson)].join('\n'),
  ]
}

type Test = NonNullable<FitAnswer['test']>

/** Only where it differs from all thrown together. */
function withinOf({ within_segments: within, simpson }: Test): string[] {
  if (within === null || !simpson) return []
  return [`Of 100 pairs of the same segment it ranks ${sayRate(within).replaceAll(' %', '')} right.`]
}

/** When the outcome came: how early it was seen, and in which order. */
function timeOf({ concordance: { score, plain_rule: rule }, notice }: Test): string[] {
  const order =
    score === null
      ? []
      : [
          `Of 100 pairs of which one had the outcome earlier it says so of ${times(score.estimate)} (${times(score.lower)} to ${times(score.upper)})${rule === null ? '' : `, the plain rule of ${times(rule.estimate)}`}.`,
        ]
  const early =
    notice === null
      ? []
      : [
          `Notice: ${notice.median.toFixed(0)} days from the look to the decision (median; the middle half ${notice.lower_quartile.toFixed(0)}–${notice.upper_quartile.toFixed(0)}).`,
        ]
  return [...order, ...early]
}

/** Only where the latest stretch is off beyond chance. */
function latelyOf(stretches: Test['calibration']['over_time']): string[] {
  const last = stretches.at(-1)
  if (last === undefined || last.ratio === null || (last.ratio.lower <= 1 && last.ratio.upper >= 1)) return []
  const { estimate, lower, upper } = last.ratio
  return [
    `Its probabilities are off lately: ${estimate.toFixed(2)} outcomes for each that was expected (${lower.toFixed(2)} to ${upper.toFixed(2)}) from ${last.from} on. Fit it again.`,
  ]
}

/** So many more pairs of a hundred. */
function pairs(of: number): string {
  return `${of < 0 ? '−' : '+'}${Math.abs(100 * of).toFixed(1)}`
}

function times(pairs: number): string {
  return (100 * pairs).toFixed(0)
}

function partsOf({ score }: FitAnswer): string[] {
  if (score === null) return []
  type Part = (typeof score.parts)[number]
  const columns: Column<Part>[] = [
    { head: 'part', cell: ({ name }) => name },
    { head: 'points', cell: ({ weight }) => weight.toFixed(1), number: true },
    { head: 'adds', cell: ({ adds }) => (adds === null ? '' : pairs(adds.estimate)), number: true },
    { head: 'none at', cell: ({ from, to, rises }) => String(rises ? from : to), number: true },
    { head: 'all at', cell: ({ from, to, rises }) => String(rises ? to : from), number: true },
    { head: '', cell: ({ title }) => title },
  ]
  const out = score.left_out.map(({ name, why }) => `${name} (${WHY[why]})`).join(', ')
  return [
    `${renderTable(columns, score.parts)}\nThe odds halve every ${score.halves_every.toFixed(1)} points.${out === '' ? '' : ` Left out: ${out}.`}`,
  ]
}

const WHY = {
  constant: 'always the same',
  against_direction: 'it would point the wrong way',
  no_weight: 'adds nothing',
  leak: 'tells too much to be known before',
} as const

function listOf({ now, within_days: days }: FitAnswer): string[] {
  if (now === null || now.list.length === 0) return []
  type Listed = (typeof now.list)[number]
  const columns: Column<Listed>[] = [
    { head: 'account', cell: ({ account }) => account },
    { head: 'score', cell: ({ score }) => score.toFixed(0), number: true },
    { head: `within ${days} d`, cell: ({ probability }) => sayShare(probability), number: true },
    { head: 'week', cell: ({ change }) => (change === null ? '' : signed(change)), number: true },
    {
      head: 'reasons',
      cell: ({ reasons }) => reasons.map(({ part, points }) => `${part} ${signed(points)}`).join(', '),
    },
  ]
  return [`On ${now.day}:\n${renderTable(columns, now.list)}`]
}

function signed(points: number): string {
  const whole = Math.round(points)
  return whole < 0 ? `−${-whole}` : `+${whole}`
}
