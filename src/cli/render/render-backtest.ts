import type { AnyProof, BacktestAnswer } from '../../contract/backtest.ts'
import { phraseDrift } from '../../proof/phrase/phrase-drift.ts'
import { ASSOCIATION } from '../../proof/phrase/phrase-signal.ts'
import { sayCount, sayRate, sayRatio, sayShare } from '../../proof/phrase/say-number.ts'
import { counted } from '../counted.ts'
import { mixLines } from './render-mix.ts'
import { printable, renderTable } from './render-table.ts'

const MARKS = { keep: '✓ keep', tune: '~ tune', drop: '✕ drop', not_enough_data: '… not enough data' } as const
type Signal = Extract<AnyProof, { kind: 'signal' | 'pulse' }>
type Score = Extract<AnyProof, { kind: 'score' }>
type Milestone = Extract<AnyProof, { kind: 'milestone' }>

/** The proofs as text: the sentence first, then the numbers it rests on. */
export function renderBacktest(answer: BacktestAnswer, { method }: { readonly method: boolean }): string {
  const { proofs, not_judged: not } = answer
  const span =
    answer.from === null
      ? 'nothing is recorded yet'
      : `${answer.from} to ${answer.to}, ${counted(answer.accounts, 'account')}`
  return [
    `${answer.summary} (${span})`,
    ...answer.warnings.map((warning) => `Note: ${warning}`),
    ...orderProofs(proofs).map((proof) => renderProof(proof, method)),
    ...(not.length === 0
      ? []
      : [`Not judged\n${not.map(({ kind, name, why }) => `  ${kind} ${name}: ${why}`).join('\n')}`]),
    ...(proofs.length === 0 ? [] : [ASSOCIATION]),
  ]
    .map((part) => part.split('\n').map(printable).join('\n'))
    .join('\n\n')
}

/** What can be acted on first; else in the order in which they came. */
function orderProofs(proofs: readonly AnyProof[]): readonly AnyProof[] {
  const rank = Object.keys(MARKS)
  return proofs.toSorted((a, b) => rank.indexOf(a.verdict.ruling) - rank.indexOf(b.verdict.ruling))
}

function renderProof(proof: AnyProof, method: boolean): string {
  const head = `${MARKS[proof.verdict.ruling]}  ${proof.kind} ${proof.name} → ${proof.outcome}`
  const lines =
    proof.kind === 'score' ? scoreLines(proof) : proof.kind === 'milestone' ? milestoneLines(proof) : signalLines(proof)
  const how = method ? [`method: ${JSON.stringify(proof.method)}`] : []
  return [head, `  ${proof.verdict.sentence}`, ...[...lines, ...how].map((line) => `    ${line}`)].join('\n')
}

function signalLines(proof: Signal): string[] {
  const { tested, recall, burden, notice, flapping } = proof
  const left = [
    tested.too_late > 0 ? `${tested.too_late} too late to act` : '',
    tested.too_early > 0 ? `${tested.too_early} too early to count` : '',
    tested.not_at_risk > 0 ? `${tested.not_at_risk} with nothing left to predict` : '',
    tested.untold > 0 ? `${tested.untold} that cannot be told` : '',
  ].filter((part) => part !== '')
  return [
    `right ${tested.right} of ${tested.right + tested.wrong}${proof.precision === null ? '' : `: ${sayRate(proof.precision)}`}; without it ${proof.base === null ? 'too few' : sayRate(proof.base)}${left.length === 0 ? '' : `. Beside these ${left.join(', ')}`}`,
    ...(proof.lift === null
      ? []
      : [
          `lift ${sayRatio(proof.lift)}${proof.simpson && proof.lift_crude !== null ? `, adjusted: all thrown together it would be ${sayRatio(proof.lift_crude)}, for its parts differ` : ''}`,
        ]),
    ...(proof.correlation_sentence === null ? [] : [proof.correlation_sentence]),
    `saw ${recall.caught} of ${counted(recall.outcomes, 'outcome')}${recall.rate === null ? '' : `: ${sayRate(recall.rate)}`}`,
    ...noticeLines(notice),
    `${counted(proof.alerts, 'alert')}${burden.per_week === null ? '' : `, ${burden.per_week.estimate.toFixed(1)} a week (${burden.per_week.lower.toFixed(1)}–${burden.per_week.upper.toFixed(1)})`}${flapping.rate === null ? '' : `; ${sayShare(flapping.rate.estimate)} came again within 14 days`}${proof.false_alarms === null ? '' : `; ${proof.false_alarms.toFixed(2)} false alarms per 100 healthy account-weeks${proof.next_alpha === null ? '' : `, where 1 is put up with: an alpha of ${proof.next_alpha} is the next to try`}`}`,
    ...proof.overlaps
      .slice(0, 3)
      .filter(({ rate }) => rate.estimate >= 0.2)
      .map(({ name, rate }) => `${sayRate(rate)} of its alerts come within a week of one of ${name}`),
    ...driftLines(proof),
    ...[...proof.segments, proof.stability].flatMap(partLines),
  ]
}

function driftLines(proof: AnyProof): string[] {
  const told = phraseDrift(proof)
  return told === null ? [] : [told]
}

function noticeLines(notice: Signal['notice'], since = ''): string[] {
  if (notice === null) return []
  const [median, lower, upper] = [notice.median, notice.lower_quartile, notice.upper_quartile].map((one) =>
    one.toFixed(0),
  )
  return [`notice ${median} days${since} (median; the middle half ${lower}–${upper})`]
}

function partLines({ of, parts, mix, simpson }: Signal['stability']): string[] {
  const fired = parts.filter((part) => part.fired > 0)
  if (fired.length < 2) return []
  const table = renderTable(
    [
      { head: of === 'time' ? 'over time' : `by ${of}`, cell: ({ name }) => name },
      { head: 'cases', cell: (part) => String(part.fired), number: true },
      { head: 'right', cell: ({ precision }) => (precision === null ? 'too few' : sayRate(precision)), number: true },
      { head: 'without', cell: ({ base }) => (base === null ? 'too few' : sayRate(base)), number: true },
      { head: 'lift', cell: ({ lift }) => (lift === null ? '' : sayRatio(lift)), number: true },
    ],
    fired,
  )
  return [...table.split('\n'), ...mixLines([mix], simpson)]
}

function scoreLines(proof: Score): string[] {
  const bands = proof.bands.map(
    ({ name, accounts, rate }) => `${name} ${rate === null ? 'nobody' : sayRate(rate)} of ${accounts}`,
  )
  const against = proof.plain_rule
  return [
    `${counted(proof.outcomes, 'outcome')}, ${proof.non_outcomes.toLocaleString('en')} without${proof.unknown > 0 ? `, ${proof.unknown.toLocaleString('en')} without a value` : ''}`,
    ...(bands.length === 0 ? [] : [bands.join('; ')]),
    ...segmentLines(proof),
    ...mixLines([proof.mix], proof.simpson),
    ...noticeLines(proof.notice, ' from coming into the band of the likeliest on'),
    ...tenthLines(proof),
    ...proof.parts.flatMap(({ name, difference }) =>
      difference === null ? [] : [`with ${name} ${sayGain(difference)}`],
    ),
    ...(against === null || against.difference === null
      ? []
      : [`against “${against.title}” ${sayGain(against.difference)}`]),
    ...driftLines(proof),
  ]
}

/** How it ranks within segments, where it is told apart from how it ranks over all. */
function segmentLines({ segments, within_segments: within }: Score): string[] {
  const told = segments.flatMap(({ name, auc }) => (auc === null ? [] : [`${name} ${sayPairs(auc)}`]))
  if (within === null || told.length < 2) return []
  return [`of 100 pairs of the same segment it ranks ${sayPairs(within)} rightly: ${told.join('; ')}`]
}

function sayPairs({ estimate, lower, upper }: NonNullable<Score['auc']>): string {
  const [point, low, high] = [estimate, lower, upper].map((one) => Math.round(100 * one))
  return `${point} (${low}–${high})`
}

/** "3 more of 100 pairs ranked rightly (1 to 5)"; what may be none is said to be. */
function sayGain(difference: Score['auc']): string {
  if (difference === null) return 'nothing can be told'
  // Both rank alike, so that nothing varies.
  if (difference.estimate === 0 && difference.upper - difference.lower === 2) return 'nothing is ranked otherwise'
  const [gain, lower, upper] = [difference.estimate, difference.lower, difference.upper].map((one) =>
    Math.round(100 * one),
  )
  const told = `${Math.abs(gain!)} ${gain! < 0 ? 'fewer' : 'more'} of 100 pairs ranked rightly (${lower} to ${upper})`
  if (difference.upper < 0) return `${told}: the score is better off without it`
  return difference.lower > 0 ? told : `${told}: it may add nothing`
}

function tenthLines({ tenths }: Score): string[] {
  if (tenths.length < 3) return []
  const say = (value: number): string => value.toFixed(0)
  return renderTable(
    [
      { head: 'score', cell: ({ from, to }) => (say(from) === say(to) ? say(from) : `${say(from)}–${say(to)}`) },
      { head: 'accounts', cell: ({ accounts }) => String(accounts), number: true },
      { head: 'with the outcome', cell: ({ rate }) => (rate === null ? 'nobody' : sayRate(rate)), number: true },
    ],
    tenths,
  ).split('\n')
}

function milestoneLines(proof: Milestone): string[] {
  const { main, reached_by: reachedBy, outcome_by: outcomeBy, placebo } = proof
  const last = outcomeBy.at(-1)
  return [
    `by day ${main.landmark_days}: ${main.reached} had reached it, ${main.others} had not${proof.coverage === null ? '' : ` (${sayRate(proof.coverage)})`}; ${sayCount(main.too_early, 'sign-up')} too young to count`,
    ...(proof.simpson && proof.lift_crude !== null
      ? [`without regard to these it would be ${sayRatio(proof.lift_crude)}: those who do one step do others too`]
      : []),
    ...(proof.confirmation === null ? [] : [`later sign-ups: ${sayRatio(proof.confirmation)}`]),
    ...driftLines(proof),
    ...(proof.median_days === null ? [] : [`half of them reach it by day ${proof.median_days.toFixed(1)}`]),
    ...(reachedBy.length === 0
      ? []
      : [`reached by day ${reachedBy.map(({ day, share }) => `${day}: ${sayRate(share)}`).join(', ')}`]),
    ...(last === undefined
      ? []
      : [
          `with the outcome by day ${last.day.toFixed(0)}: ${sayRate(last.reached)} of those who had reached it, ${sayRate(last.others)} of the others`,
        ]),
    ...(placebo.bar === null
      ? []
      : [
          `steps that mean nothing (${placebo.events.map(({ event }) => event).join(', ')}) reach ${placebo.bar.toFixed(2)}× at least`,
        ]),
    ...(proof.depends_on_landmark
      ? proof.landmarks.map(
          (one) => `at day ${one.landmark_days}: ${one.lift === null ? 'too few' : sayRatio(one.lift)}`,
        )
      : []),
  ]
}

/** The signals that may be worth less than asked for: with enough data to tell. */
export function failedGates({ proofs }: BacktestAnswer, least: number): string[] {
  return proofs.flatMap((proof) => {
    if (proof.kind !== 'signal' || proof.verdict.ruling === 'not_enough_data') return []
    const lower = proof.lift?.lower ?? 0
    return lower >= least
      ? []
      : [`${proof.name} may be worth no more than ${lower.toFixed(2)}×; at least ${least}× was asked for.`]
  })
}
