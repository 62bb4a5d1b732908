import type { AnyProof, BacktestAnswer } from '../../contract/backtest.ts'
import { ASSOCIATION } from '../../proof/phrase/phrase-signal.ts'
import { sayCount, sayRate, sayRatio, sayShare } from '../../proof/phrase/say-number.ts'
import { counted } from '../counted.ts'
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
    ...proofs.map((proof) => renderProof(proof, method)),
    ...(not.length === 0
      ? []
      : [`Not judged\n${not.map(({ kind, name, why }) => `  ${kind} ${name}: ${why}`).join('\n')}`]),
    ...(proofs.length === 0 ? [] : [ASSOCIATION]),
  ]
    .map((part) => part.split('\n').map(printable).join('\n'))
    .join('\n\n')
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
    ...(notice === null
      ? []
      : [
          `notice ${notice.median.toFixed(0)} days (median; the middle half ${notice.lower_quartile.toFixed(0)}–${notice.upper_quartile.toFixed(0)})`,
        ]),
    `${counted(proof.alerts, 'alert')}${burden.per_week === null ? '' : `, ${burden.per_week.estimate.toFixed(1)} a week (${burden.per_week.lower.toFixed(1)}–${burden.per_week.upper.toFixed(1)})`}${flapping.rate === null ? '' : `; ${sayShare(flapping.rate.estimate)} came again within 14 days`}${proof.false_alarms === null ? '' : `; ${proof.false_alarms.toFixed(2)} false alarms per 100 healthy account-weeks`}`,
    ...proof.overlaps
      .slice(0, 3)
      .filter(({ rate }) => rate.estimate >= 0.2)
      .map(({ name, rate }) => `${sayRate(rate)} of its alerts come within a week of one of ${name}`),
    ...[...proof.segments, proof.stability].flatMap(partLines),
  ]
}

function partLines({ of, parts, mix }: Signal['stability']): string[] {
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
  const note =
    mix !== null && !mix.consistent ? ['The parts do not make up the whole: look at who is in none of them.'] : []
  return [...table.split('\n'), ...note]
}

function scoreLines(proof: Score): string[] {
  const bands = proof.bands.map(
    ({ name, accounts, rate }) => `${name} ${rate === null ? 'nobody' : sayRate(rate)} of ${accounts}`,
  )
  const against = proof.plain_rule
  return [
    `${counted(proof.outcomes, 'outcome')}, ${proof.non_outcomes.toLocaleString('en')} without${proof.unknown > 0 ? `, ${proof.unknown.toLocaleString('en')} without a value` : ''}`,
    bands.join('; '),
    ...(against === null || against.difference === null
      ? []
      : [
          `against “${against.title}”: ${(100 * against.difference.estimate).toFixed(0)} more of 100 pairs ranked rightly (${(100 * against.difference.lower).toFixed(0)} to ${(100 * against.difference.upper).toFixed(0)})`,
        ]),
    ...(proof.drift === null || proof.drift.grade === 'stable'
      ? []
      : [`its bands are filled otherwise in the latest 30 % of the time (${proof.drift.index.toFixed(2)})`]),
  ]
}

function milestoneLines(proof: Milestone): string[] {
  const { main } = proof
  return [
    `by day ${main.landmark_days}: ${main.reached} had reached it, ${main.others} had not${proof.coverage === null ? '' : ` (${sayRate(proof.coverage)})`}; ${sayCount(main.too_early, 'sign-up')} too young to count`,
    ...(proof.simpson && proof.lift_crude !== null
      ? [`all thrown together it would be ${sayRatio(proof.lift_crude)}, for its parts differ`]
      : []),
    ...(proof.confirmation === null ? [] : [`later sign-ups: ${sayRatio(proof.confirmation)}`]),
    ...(proof.median_days === null ? [] : [`half of them reach it by day ${proof.median_days.toFixed(1)}`]),
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
