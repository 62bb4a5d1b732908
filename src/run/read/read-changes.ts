import type { ScoreChange } from '../../contract/scores.ts'
import type { ConfigOf } from '../../contract/values.ts'
import { type Day, dayToIso } from '../../core/time.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import type { ScoreScope } from '../../fold/score/score-scope.ts'
import { type Ledger, listActivationLedger, listLedger } from '../../judge/list-ledger.ts'
import { splitChange } from '../../judge/split-change.ts'
import { type Planned, withOwnBuffers } from '../planned.ts'
import type { Project } from '../project.ts'
import type { AccountInput } from '../stream-accounts.ts'
import { referenceOfDays } from './reference-of-days.ts'

export type ChangesSince = {
  readonly since: Day
  /** The config of now, and the one that was in force then. */
  readonly now: Planned
  readonly past: Planned
  /** Whose config `past` is. */
  readonly configOf: ConfigOf
  /** The account folded with the config of now, over `since` and the last day. */
  readonly scope: ScoreScope
}

/** Of each score, by its key, why it is another than at the close of `since`. Scores that were unknown at one of the ends are not there. */
export async function readChanges(
  project: Project,
  input: AccountInput,
  { since, now, past, scope, configOf }: ChangesSince,
): Promise<ReadonlyMap<string, ScoreChange>> {
  const { from, to } = scope.entity
  const after = ledgersOf(now, scope, { at: to - from })
  const rebased = ledgersOf(now, scope, { at: since - from, knotsAt: to - from })
  const before =
    now === past
      ? ledgersOf(now, scope, { at: since - from })
      : ledgersOf(past, await foldDay(project, input, { planned: past, day: since }), { at: 0 })
  return new Map(
    [...after].flatMap(([key, ledger]) => {
      const [was, moved] = [before.get(key), rebased.get(key)]
      const change = was && moved ? splitChange({ before: was, rebased: moved, after: ledger }) : null
      return change === null
        ? []
        : [[key, { since: dayToIso(since), ...change, parts: [...change.parts], configOf }] as const]
    }),
  )
}

type AtDay = { readonly at: number; readonly knotsAt?: number }

function ledgersOf({ model }: Planned, scope: ScoreScope, day: AtDay): ReadonlyMap<string, Ledger> {
  const { at } = day
  const activation = model.activations.find(({ level }) => level === 'account')
  const scores = model.scores.filter(({ level }) => level === 'account')
  return new Map([
    ...(activation === undefined
      ? []
      : [['activation', listActivationLedger(model, activation, { scope, at })] as const]),
    ...scores.map((score) => [score.key, listLedger(model, score, { scope, ...day })] as const),
  ])
}

async function foldDay(
  project: Project,
  input: AccountInput,
  { planned, day }: { readonly planned: Planned; readonly day: Day },
): Promise<ScoreScope> {
  const { plan, space } = withOwnBuffers(planned)
  const days = { from: day, to: day }
  const reference = await referenceOfDays(project, planned, days)
  const entity = foldAccount({ plan, space, ...input, days, view: 'decision', reference })
  return { entity, reference, referenceLag: 0 }
}
