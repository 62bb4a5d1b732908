import type { CohortsAnswer, ExperimentRow, UpliftAnswer } from '../../contract/experiments.ts'
import { sayRate } from '../../proof/phrase/say-number.ts'
import { counted } from '../counted.ts'
import { mixLines } from './render-mix.ts'
import { type Column, printable, renderTable } from './render-table.ts'

const RULINGS = {
  ...{ works: 'works', harms: 'harms', no_useful_effect: 'no useful effect', inconclusive: 'cannot be told yet' },
  ...{ hidden: 'hidden', suggestive: 'suggestive' },
} as const

export function renderExperiments(rows: readonly ExperimentRow[]): string {
  if (rows.length === 0) return 'There are no experiments; `telltale experiment plan` makes one.'
  const columns: Column<ExperimentRow>[] = [
    { head: 'experiment', cell: ({ name, version }) => `${name} (${version})` },
    { head: 'state', cell: ({ state }) => state },
    { head: 'outcome', cell: ({ outcome, within_days: days }) => `${outcome} within ${days} d` },
    {
      head: 'treated',
      cell: ({ exposed, control }) => (control === null ? String(exposed.treated) : ''),
      number: true,
    },
    {
      head: 'held back',
      cell: ({ exposed, control }) => (control === null ? String(exposed.holdout) : ''),
      number: true,
    },
    { head: 'planned', cell: ({ units }) => String(units), number: true },
    { head: 'finds', cell: ({ detectable }) => `${(100 * detectable).toFixed(1)} points`, number: true },
  ]
  return renderTable(columns, rows)
}

type Arm = UpliftAnswer['treated'] & { readonly name: string }

/** The sentence first, then the arms, what is beside them, and who is in neither. */
export function renderUplift(answer: UpliftAnswer): string {
  const { verdict, experiment, treated, holdout } = answer
  const arms: Arm[] = [
    { name: 'treated', ...treated },
    { name: 'held back', ...holdout },
  ]
  const head = `${RULINGS[verdict.ruling]}  ${experiment.name} (${experiment.version}) → ${experiment.outcome} within ${experiment.within_days} days`
  return [
    [printable(head), `  ${printable(verdict.sentence)}`].join('\n'),
    renderTable(ARM_COLUMNS, arms),
    ...guardrailsOf(answer),
    ...segmentsOf(answer),
    ...worthOf(answer),
    leftOutOf(answer),
  ].join('\n\n')
}

const ARM_COLUMNS: Column<Arm>[] = [
  { head: '', cell: ({ name }) => name },
  { head: 'exposed', cell: ({ exposed }) => String(exposed), number: true },
  { head: 'reached', cell: ({ delivered }) => (delivered === null ? 'not told' : String(delivered)), number: true },
  { head: 'counted', cell: (arm) => String(arm.counted), number: true },
  { head: 'outcomes', cell: ({ outcomes }) => String(outcomes), number: true },
  { head: 'rate', cell: ({ rate }) => (rate === null ? 'too few' : sayRate(rate)), number: true },
]

function guardrailsOf({ guardrails }: UpliftAnswer): string[] {
  const each = (mean: number | null): string => (mean === null ? '' : mean.toFixed(2))
  if (guardrails.length === 0) return []
  const columns: Column<UpliftAnswer['guardrails'][number]>[] = [
    { head: 'guardrail', cell: ({ event }) => event },
    { head: 'treated', cell: ({ treated }) => each(treated), number: true },
    { head: 'held back', cell: ({ holdout }) => each(holdout), number: true },
    { head: 'difference', cell: ({ difference: one }) => (one === null ? 'too few' : limits(one)), number: true },
    { head: '', cell: ({ harmed }) => (harmed ? 'harmed' : '') },
  ]
  return [renderTable(columns, guardrails)]
}

function limits({ estimate, lower, upper }: { estimate: number; lower: number; upper: number }): string {
  return `${estimate.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)})`
}

function segmentsOf({ segments, mix, simpson }: UpliftAnswer): string[] {
  if (segments.length === 0) return []
  const columns: Column<UpliftAnswer['segments'][number]>[] = [
    { head: 'segment', cell: ({ segment }) => (segment === '' ? 'none or not known' : segment) },
    { head: 'treated', cell: ({ treated: { outcomes, counted: of } }) => `${outcomes} of ${of}`, number: true },
    { head: 'held back', cell: ({ holdout: { outcomes, counted: of } }) => `${outcomes} of ${of}`, number: true },
    { head: 'to expect', cell: ({ shrunk }) => points(shrunk), number: true },
  ]
  return [[renderTable(columns, segments), ...mixLines([mix.treated, mix.holdout], simpson)].join('\n')]
}

function points(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${Math.abs(100 * difference).toFixed(1)} points`
}

function worthOf({ value }: UpliftAnswer): string[] {
  if (value === null) return []
  const [estimate, lower, upper] = [value.per_hundred.estimate, value.per_hundred.lower, value.per_hundred.upper].map(
    (one) => Math.round(one).toLocaleString('en'),
  )
  return [
    `For a hundred that are treated: ${estimate} (${lower} to ${upper}), net of what it costs.${value.pays ? ' It pays.' : ''}`,
  ]
}

function leftOutOf({ left_out: out, still_needed: needed }: UpliftAnswer): string {
  const told: Apart = [
    [out.too_early, 'too early to count'],
    [out.not_at_risk, 'past the outcome when they were exposed'],
    [out.untold, 'of which it cannot be told'],
    [out.merged, 'one with others by now'],
    [out.mixed, 'whose users saw several variations'],
    [out.unknown, 'of which nothing is recorded'],
  ]
  const missing =
    needed === null
      ? ''
      : ` ${needed.have} of ${counted(needed.need, 'account')} so far${needed.weeks === null ? '' : `; the last in about ${counted(needed.weeks, 'week')}`}.`
  return `${sayApart(told) ?? 'Nobody is left out.'}${missing}`
}

/** The sentence, the two sides by segment, and what is always to be said beside such a comparison. @param from what the days are counted from */
export function renderCohorts(answer: CohortsAnswer, from: 'sign-up' | 'the beginning of it'): string {
  const { verdict, outcome, within_days: days, since, parts } = answer
  type Part = CohortsAnswer['parts'][number]
  const side = ({ outcomes, accounts, rate }: Part['before']): string =>
    rate === null ? 'nobody' : `${outcomes} of ${accounts}: ${sayRate(rate)}`
  const columns: Column<Part>[] = [
    { head: answer.segment ?? 'all', cell: ({ segment }) => (segment === '' ? 'none or not known' : segment) },
    { head: `before ${since}`, cell: ({ before }) => side(before), number: true },
    { head: 'after', cell: ({ after }) => side(after), number: true },
  ]
  const all = { segment: 'all', before: answer.before, after: answer.after }
  const beside = answer.unaffected
  const apart = beside === null ? [] : [{ ...beside, segment: `${beside.group}, where it did not apply` }]
  const shift =
    answer.shift === null
      ? []
      : [
          `Step of the weekly rates beside their trend: ${points(answer.shift.estimate)} (${points(answer.shift.lower)} to ${points(answer.shift.upper)}).`,
        ]
  return [
    `${RULINGS[verdict.ruling]}  ${printable(outcome)} within ${days} days of ${from}\n  ${printable(verdict.sentence)}`,
    [
      renderTable(columns, [...parts, all, ...apart]),
      ...mixLines([answer.mix.before, answer.mix.after], answer.simpson),
    ].join('\n'),
    ...shift,
    ...apartOf(answer),
    answer.caveats.map((caveat) => `- ${caveat}`).join('\n'),
  ].join('\n\n')
}

function apartOf({ left_out: out }: CohortsAnswer): string[] {
  const told: Apart = [
    [out.start_unknown, 'without a known beginning'],
    [out.too_early, 'too early to count'],
    [out.not_at_risk, 'that could not have had the outcome'],
    [out.untold, 'of which it cannot be told'],
    [out.merged, 'one with others by now'],
  ]
  return [sayApart(told)].flatMap((line) => line ?? [])
}

type Apart = readonly (readonly [count: number, why: string])[]

/** null: nobody is. */
function sayApart(told: Apart): string | null {
  const apart = told.flatMap(([count, why]) => (count === 0 ? [] : [`${count} ${why}`]))
  return apart.length === 0 ? null : `Left out: ${apart.join('; ')}.`
}
