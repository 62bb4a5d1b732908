import type { Model, Outcome } from '../../config/model.ts'
import type { Zone } from '../../core/time.ts'
import type { DatedOutcome } from '../../judge/date-outcomes.ts'
import type { Project } from '../project.ts'
import { dateAccounts } from '../read/read-outcomes.ts'
import type { ReplayedChange } from './replayed-change.ts'

export type PastAsked = {
  readonly model: Model
  readonly outcomes: readonly Outcome[]
  readonly changes: ReadonlyMap<number, readonly ReplayedChange[]>
}

/** The outcomes of every account as they are known now, by its id. Being activated is what the replayed rules say, which may be those of another configuration. */
export async function datePast(
  project: Project,
  { model, outcomes, changes }: PastAsked,
): Promise<Map<number, readonly DatedOutcome[]>> {
  const { dictionary } = project.store
  const accounts = Array.from({ length: dictionary.account.size() }, (_, i) => dictionary.account.keyOf(i + 1))
  const told = outcomes.filter(({ rule }) => rule.kind !== 'activated')
  const dated = await dateAccounts(project, { model, at: project.clock.now(), outcomes: told, accounts })
  return new Map(
    accounts.map((key, i) => {
      const own = new Map((dated.get(key) ?? []).map((one) => [one.outcome, one]))
      const dateOne = ({ key: outcome, rule }: Outcome): DatedOutcome => {
        if (rule.kind === 'activated') return dateActivation(outcome, changes.get(i + 1) ?? [], project.zone)
        return own.get(outcome) ?? { outcome, standing: 'unknown', dates: [], unsure: [], idle: [] }
      }
      return [i + 1, outcomes.map(dateOne)]
    }),
  )
}

function dateActivation(outcome: string, changes: readonly ReplayedChange[], zone: Zone): DatedOutcome {
  const first = changes.find(({ rule, person }) => rule.subject === 'activation' && person === null)
  if (first === undefined) return { outcome, standing: 'pending', dates: [], unsure: [], idle: [] }
  const { at, asOf } = first
  return {
    outcome,
    standing: 'happened',
    dates: [{ decided: at, effective: at, known: zone.startOf(asOf + 1) }],
    unsure: [],
    idle: [{ from: at, to: Number.POSITIVE_INFINITY }],
  }
}
