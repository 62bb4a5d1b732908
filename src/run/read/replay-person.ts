import type { Model } from '../../config/model.ts'
import type { ConfigOf } from '../../contract/values.ts'
import type { Day } from '../../core/time.ts'
import type { Transition } from '../../core/transition.ts'
import { foldPerson } from '../../fold/fold-person.ts'
import { actorsOf } from '../../ingest/attribution-state.ts'
import { EVERY_EVENT, judgePersons } from '../decide/judge-persons.ts'
import { learnFrom } from '../decide/learn-day.ts'
import { NO_ACCOUNT, nameTransition } from '../decide/name-transition.ts'
import { replayCauses } from '../decide/replay-causes.ts'
import { firstDay } from '../decide/seed-states.ts'
import { withOwnBuffers } from '../planned.ts'
import type { Project } from '../project.ts'
import { planToExplain } from './plan-of-day.ts'
import { referenceAsked } from './reference-of-days.ts'
import { type Explained, explainEntity, openingsOf, statesOf } from './replay-account.ts'

export type ReplayedPerson = {
  readonly model: Model
  /** Changes of the person, and of those who turned out to be the person, oldest first. */
  readonly transitions: readonly Transition[]
  readonly explained: readonly Explained[]
}

/** Judges one person across accounts over their history as it was known day by day, and explains their signals at the last day. */
export async function replayPerson(
  project: Project,
  key: string,
  { to, configOf }: { readonly to: Day; readonly configOf: ConfigOf },
): Promise<ReplayedPerson> {
  const { store, zone, applier } = project
  const planned = withOwnBuffers(configOf === 'now' ? project.config.judged : await planToExplain(project, to))
  const from = Math.min((await firstDay(project)) ?? to, to)
  const actors = actorsOf(applier.attribution, key).flatMap((one) => store.dictionary.actor.idOf(one) ?? [])
  const person = store.dictionary.actor.idOf(key)
  const nothing = { model: planned.model, transitions: [], explained: [] }
  if (person === undefined) return nothing
  const days = { from, to }
  const reference = await referenceAsked(project, planned, days)
  const judging = { store, planned, persons: [{ person, actors }], days, stateOf: () => undefined, reference }
  for await (const one of judgePersons({ ...judging, events: EVERY_EVENT })) {
    const naming = { store, zone, account: NO_ACCOUNT, configHash: planned.model.hash, committedAt: 0 }
    const known = { person, states: statesOf(one.states), openings: openingsOf(one.transitions) }
    const whose = { actors: one.input.fold.actors }
    const learn = learnFrom(project, planned.model, { days: judging.days, whose })(whose)
    const told = await replayCauses(one.input, one.transitions, learn)
    return {
      model: planned.model,
      transitions: told.map((change) => nameTransition(change, { ...naming, cause: change.cause ?? 'behaviour' })),
      explained: explainEntity(planned.model, foldPerson(one.input.fold), known),
    }
  }
  return nothing
}
