import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { compareSurvival } from '../../stats/survival/compare-survival.ts'
import type { FollowUp } from '../../stats/survival/follow-up.ts'
import { LABEL } from '../panel/label-panel.ts'
import { counts, type Ground } from './ground.ts'
import type { ProvedSignal } from './proved-signal.ts'
import { type Case, type Cases, windowsOf } from './select-cases.ts'

/** Accounts without the signal that one with it is compared with. */
const OTHERS_EACH = 4

/**
 * Whether the outcome comes sooner with the signal (log-rank), from the end of the gap on: the first case of each account against accounts that never had it, so
 * many of the same week, segment and tenure, each once. Cases whose days are not over count as far as they were followed. null: it cannot be told.
 */
export function compareTimes(
  ground: Ground,
  { signal, cases, fired }: { readonly signal: ProvedSignal; readonly cases: Cases; readonly fired: Uint8Array },
): number | null {
  const first = new Map<number, Case>()
  for (const one of cases.all) if (isFollowed(one) && !first.has(one.entity)) first.set(one.entity, one)
  const windows = windowsOf(signal)
  const { panel } = ground
  const which = panel.outcomes.indexOf(signal.outcome)
  const follow = (entity: number, from: Millis): FollowUp[] => {
    const { followed, outcomes } = panel.entities[entity]!
    const begins = from + windows.gap
    const next = outcomes[which]!.dates.find(({ decided }) => decided > from)?.decided ?? Number.POSITIVE_INFINITY
    const ends = Math.min(begins + windows.horizon, followed.until)
    if (next <= begins || ends <= begins) return []
    return [{ time: (Math.min(next, ends) - begins) / MS_PER_DAY, event: next <= ends }]
  }
  const withSignal = [...first.values()].flatMap(({ entity, openedAt }) => follow(entity, openedAt))
  const without = chooseOthers(ground, { signal, fired, rows: [...first.values()].map(({ row }) => row!) }).flatMap(
    (row) => follow(panel.entity[row]!, panel.asOfs[panel.asOf[row]!]!.at),
  )
  return compareSurvival(withSignal, without)?.p ?? null
}

function isFollowed({ label, row }: Case): boolean {
  return row !== null && (label === 'positive' || label === 'negative' || label === 'censored')
}

type Choosing = {
  readonly signal: ProvedSignal
  readonly fired: Uint8Array
  readonly rows: readonly number[]
}

/** Of the stratum of each of these rows the next few whose account is not taken yet. */
function chooseOthers(ground: Ground, { signal: { gapDays: gap, withinDays, outcome }, fired, rows }: Choosing) {
  const { panel, stratum } = ground
  const { labels } = ground.labelsOf(outcome, { gap, horizon: withinDays - gap })
  const hadIt = new Uint8Array(panel.entities.length)
  for (let row = 0; row < panel.rows; row++) if (fired[row] === 1) hadIt[panel.entity[row]!] = 1
  const wanted = new Map<number, number>()
  for (const row of rows) wanted.set(stratum[row]!, (wanted.get(stratum[row]!) ?? 0) + OTHERS_EACH)
  const chosen: number[] = []
  for (let row = 0; row < panel.rows; row++) {
    const left = wanted.get(stratum[row]!) ?? 0
    const entity = panel.entity[row]!
    if (left === 0 || hadIt[entity] === 1 || !(counts(labels[row]!) || labels[row] === LABEL.censored)) continue
    hadIt[entity] = 1
    wanted.set(stratum[row]!, left - 1)
    chosen.push(row)
  }
  return chosen
}
