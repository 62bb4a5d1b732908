import { activationSpeed } from '../../config/activation-speed.ts'
import type { Activation, Model, Score } from '../../config/model.ts'
import { ONBOARDING_TABLE } from '../../config/onboarding-table.ts'
import { stateName } from '../../config/state-name.ts'
import type { IndicatorStanding } from '../../contract/indicators.ts'
import type { ActivationStanding, MilestoneStanding, ScoreChange, ScoreStanding } from '../../contract/scores.ts'
import { titleOf } from '../../contract/title-of.ts'
import { dayToIso } from '../../core/time.ts'
import type { ScoreScope } from '../../fold/score/score-scope.ts'
import { type Ledger, type LedgerLine, listActivationLedger, listLedger } from '../../judge/list-ledger.ts'
import type { SignalState } from '../../judge/signal-state.ts'
import { readIndicators } from './read-indicators.ts'

/** How an entity stands at the last judged day: its scores opened into lines, its onboarding, and its named indicators. */
export type EntityStanding = {
  readonly scores: ScoreStanding[]
  readonly activation: ActivationStanding | null
  readonly indicators: IndicatorStanding[]
}

export type StandingInput = {
  readonly model: Model
  readonly scope: ScoreScope
  /** States of rules after the last judged day, by `stateName`. */
  readonly stateOf: (name: string) => SignalState | undefined
  /** Why scores changed, by key; empty: nobody asked. */
  readonly changes: ReadonlyMap<string, ScoreChange>
}

/** Read while the entity's numbers are there: the next fold overwrites them. */
export function readStanding(input: StandingInput): EntityStanding {
  const { model, scope } = input
  const { level } = scope.entity
  const activation = model.activations.find((one) => one.level === level)
  return {
    scores: model.scores.filter((one) => one.level === level).map((one) => toScore(input, one)),
    activation: activation === undefined ? null : toActivation(input, activation),
    indicators: readIndicators(model, scope.entity),
  }
}

function toScore(input: StandingInput, score: Score): ScoreStanding {
  const { model, scope } = input
  return toStanding(input, listLedger(model, score, { scope, at: lastOf(scope) }), score.sentence)
}

function toStanding({ stateOf, changes }: StandingInput, ledger: Ledger, sentence: string): ScoreStanding {
  const state = stateOf(stateName({ subject: 'band', key: `${ledger.key}.${ledger.band}` }))
  const since = ledger.band === null || state?.open !== true ? null : state.openedDay
  return {
    ...{ key: ledger.key, title: titleOf(ledger.key), value: ledger.value, band: ledger.band },
    bandSince: since === null ? null : dayToIso(since),
    completeness: ledger.completeness,
    lines: ledger.lines.map((line) => ({ ...line, frozen: toFrozen(line.frozen) })),
    exceptions: ledger.exceptions.map((one) => ({ ...one })),
    change: changes.get(ledger.key) ?? null,
    sentence,
  }
}

function toFrozen(frozen: LedgerLine['frozen']): ScoreStanding['lines'][number]['frozen'] {
  if (frozen === null) return null
  const { quarter, group, accounts, knots } = frozen
  const told = knots.shares.map((share, i) => ({ at: knots.ats[i]!, share }))
  return { quarter: dayToIso(quarter), group, accounts, knots: told }
}

function toActivation(input: StandingInput, activation: Activation): ActivationStanding {
  const { model, scope } = input
  const read = reader(scope)
  const age = read(activation.age)
  const days = read(activation.days)
  const row = activation.onboarding === null ? null : read(activation.onboarding)
  const onboarding = row === null ? undefined : ONBOARDING_TABLE[row - 1]
  return {
    signedUpAt: iso(read(activation.signUp)),
    ...{ age, withinDays: activation.withinDays, activatedAt: iso(read(activation.activatedAt)), days },
    ...activationSpeed({ days, age }),
    fully: read(activation.fully) === 1,
    provisional: age !== null && age < activation.withinDays,
    setUpBurst: read(activation.burst) === 1,
    checklist: read(activation.checklist),
    onboarding: onboarding === undefined ? null : { ...onboarding },
    milestones: activation.milestones.map((one) => toMilestone(one, read)),
    score: toStanding(
      input,
      listActivationLedger(model, activation, { scope, at: lastOf(scope) }),
      activation.sentence,
    ),
    sentence: activation.sentence,
  }
}

function toMilestone(
  milestone: Activation['milestones'][number],
  read: (node: number) => number | null,
): MilestoneStanding {
  const { key, category, required, progress, reached, days, sentence } = milestone
  return {
    ...{ key, title: titleOf(key), category, required, progress: read(progress) ?? 0 },
    ...{ doneAt: iso(read(reached)), days: read(days), sentence },
  }
}

function reader(scope: ScoreScope): (node: number) => number | null {
  const at = lastOf(scope)
  return (node) => {
    const value = scope.entity.values[node]![at]!
    return Number.isFinite(value) ? value : null
  }
}

function lastOf({ entity }: ScoreScope): number {
  return entity.to - entity.from
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
