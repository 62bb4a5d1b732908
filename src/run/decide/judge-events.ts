import type { Day } from '../../core/time.ts'
import { readReference } from '../../fold/reference/collect-reference.ts'
import type { ApplyBatch } from '../../store/analytic/analytic-store.ts'
import type { CommittedTransition } from '../../store/control/commit-judgement.ts'
import { commitDecided } from '../playbooks/commit-decided.ts'
import type { Project } from '../project.ts'
import { closeAhead } from './close-days.ts'
import { collectJudgement } from './collect-judgement.ts'
import { groupsOf, judgePersonEvents } from './decide-persons.ts'
import { dayAtHand } from './events-of-batch.ts'
import { withHotTimelines } from './hot-timelines.ts'
import { type JudgedOne, type Judging, judgeAccounts } from './judge-accounts.ts'
import { loadStates, stateKey } from './kept-states.ts'
import { learnFrom } from './learn-day.ts'
import { type EventsOf, streamEventsOf } from './stream-triggered-events.ts'

/** A stretch of the live log within one known day, applied but not judged: positions (after, upTo]. */
export type OpenStretch = {
  readonly log: string
  readonly after: number
  readonly upTo: number
  readonly day: Day
  /** Accounts, and actors whose persons, have a trigger in the stretch. */
  readonly accounts: Int32Array
  readonly actors: Int32Array
  /** The batch that was applied last, if the stretch lies in it; null: it is judged later. */
  readonly batch: ApplyBatch | null
}

/** Judges the event signals of the accounts that a stretch triggered, and commits the judged position, also when there is nothing to judge. */
export async function judgeEvents(project: Project, stretch: OpenStretch): Promise<readonly CommittedTransition[]> {
  const { control, config } = project
  const active = stretch.batch?.events.account.values
  const store = withHotTimelines(project.store, project.hot, active)
  const { log, after, upTo, day, accounts } = stretch
  // All that the persons are made of by now, since they may have been several when the day was over.
  const actors = Int32Array.from(groupsOf(project, stretch.actors).flatMap((person) => person.actors))
  await closeAhead(project, { accounts, actors, active })
  const states = await loadStates(control, store, accounts)
  const days = { from: day, to: day }
  const judged = judgeTriggered(project, stretch, {
    store,
    planned: config.withinDay,
    days,
    view: 'decision',
    stateOf: (account) => (signal, person) => states.get(account)?.get(stateKey(signal, person)),
    reference: readReference(await store.readReference(day - 1)),
    judged: (event) => event.log !== log || event.n <= after,
    dayOpen: true,
  })
  const judgement = await collectJudgement(project, {
    learn: learnFrom(project, config.judged.model, { days }),
    stream: judged,
  })
  const persons = await judgePersonEvents(project, stretch)
  return commitDecided(project, {
    ...judgement,
    transitions: [...judgement.transitions, ...persons.transitions],
    states: [...judgement.states, ...persons.states],
    judged: { [log]: upTo },
    judgedDay: null,
  })
}

/** By the day so far: at hand where the stretch was applied just now, of the other accounts read from the store. */
async function* judgeTriggered(
  project: Project,
  stretch: OpenStretch,
  judging: Omit<Judging, 'accounts' | 'events' | 'earlier'>,
): AsyncGenerator<JudgedOne> {
  const { store, config } = project
  const { log, upTo, accounts, batch } = stretch
  const atHand = batch === null ? null : dayAtHand(project, { ...stretch, batch })
  if (atHand !== null && atHand.accounts.length > 0) yield* judgeAccounts({ ...judging, ...atHand })
  const others = accounts.filter((account) => atHand?.accounts.includes(account) !== true)
  if (others.length === 0) return
  const events = streamEventsOf(store, config.judged.model, { accounts: others, days: judging.days })
  yield* judgeAccounts({ ...judging, accounts: others, events: upToPosition(events, { log, n: upTo }) })
}

/** What was applied beyond the stretch is not seen: judging a log in one go and living through it are the same. */
async function* upToPosition(
  stream: AsyncIterable<EventsOf>,
  { log, n }: { log: string; n: number },
): AsyncGenerator<EventsOf> {
  for await (const { account, events } of stream)
    yield { account, events: events.filter((event) => event.log !== log || event.n <= n) }
}
