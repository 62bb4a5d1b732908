import { createdAtKeys } from '../../config/created-at-keys.ts'
import { describeOutcome } from '../../config/describe/describe-outcome.ts'
import type { FactKey } from '../../config/fact-key.ts'
import type { Model, Outcome, Signal } from '../../config/model.ts'
import type { EpisodeRow } from '../../contract/episodes.ts'
import type { OutcomeStanding } from '../../contract/outcomes.ts'
import { dayOfTime } from '../../core/day-of-time.ts'
import type { Day, Millis } from '../../core/time.ts'
import { stretchesOf } from '../../ingest/actor-table.ts'
import { personOf } from '../../ingest/attribution-state.ts'
import { type DatedOutcome, dateOutcomes, type OutcomeDate } from '../../judge/date-outcomes.ts'
import { followPrediction } from '../../judge/follow-prediction.ts'
import type { AccountTimeline } from '../../store/analytic/rows.ts'
import { readActivations } from '../../store/control/read-judgement.ts'
import { takenInBy } from '../decide/judged-merges.ts'
import type { Project } from '../project.ts'
import { streamAccounts } from '../stream-accounts.ts'
import { listTakenIn } from '../taken-in-subscriptions.ts'
import { traitAsOf } from './trait-as-of.ts'

/** Which config's outcomes, and what was known by when. */
export type OutcomesAsOf = { readonly model: Model; readonly at: Millis }

const NO_PART = { people: false, accountTraits: [], personTraits: [], firstSeen: false, heard: false }

/** What became of one account: each outcome in the order of their names, and its episodes with what became of what they predict. */
export async function readOutcomes(
  project: Project,
  { account, episodes = [] }: { readonly account: string; readonly episodes?: readonly EpisodeRow[] },
  of: OutcomesAsOf,
): Promise<{ readonly outcomes: OutcomeStanding[]; readonly episodes: EpisodeRow[] }> {
  const dated = await dateAccounts(project, { ...of, accounts: [account], outcomes: of.model.outcomes })
  const concerned = (): string => account
  return {
    outcomes: toStandings(of.model, dated.get(account) ?? []),
    episodes: followEpisodes(episodes, of, { dated, concerned }),
  }
}

function toStandings(model: Model, dated: readonly DatedOutcome[]): OutcomeStanding[] {
  return dated.map(({ outcome, standing, dates }, i) => ({
    outcome,
    sentence: describeOutcome(model.outcomes[i]!, model),
    standing,
    dates: dates.map(({ decided, effective, known }) => ({
      ...{ decided: iso(decided), known: iso(known) },
      effective: effective === null ? null : iso(effective),
    })),
  }))
}

/** The episodes with what became of the outcomes that their signals predict, for their accounts. */
export async function addOutcomes(
  project: Project,
  rows: readonly EpisodeRow[],
  of: OutcomesAsOf,
): Promise<EpisodeRow[]> {
  const predicted = predictionsOf(of.model)
  const asked = rows.filter(({ signal }) => predicted.has(signal))
  const names = new Set(asked.map(({ signal }) => predicted.get(signal)!.outcome))
  const outcomes = of.model.outcomes.filter(({ key }) => names.has(key))
  const concerned = new Map(asked.map((row) => [row, accountOf(project, row, of.at)]))
  const accounts = [...new Set([...concerned.values()].flatMap((account) => account ?? []))]
  const dated = await dateAccounts(project, { ...of, accounts, outcomes })
  return followEpisodes(rows, of, { dated, concerned: (row) => concerned.get(row) ?? null })
}

type Dated = {
  readonly dated: ReadonlyMap<string, readonly DatedOutcome[]>
  /** Whose outcomes count for an episode; null: nobody's. */
  readonly concerned: (row: EpisodeRow) => string | null
}

function predictionsOf({ signals }: Model): ReadonlyMap<string, NonNullable<Signal['predicts']>> {
  return new Map(signals.flatMap(({ key, predicts }) => (predicts === null ? [] : [[key, predicts]])))
}

function followEpisodes(
  rows: readonly EpisodeRow[],
  { model, at: now }: OutcomesAsOf,
  { dated, concerned }: Dated,
): EpisodeRow[] {
  const predicted = predictionsOf(model)
  return rows.map((row) => {
    const predicts = predicted.get(row.signal)
    if (predicts === undefined) return row
    const own = dated.get(concerned(row) ?? '') ?? []
    const outcome = own.find((one) => one.outcome === predicts.outcome)
    const opened = { openedAt: Date.parse(row.openedAt), withinDays: predicts.withinDays, now }
    const { state, at, noticeDays } = outcome === undefined ? UNTOLD : followPrediction(outcome, opened)
    return { ...row, outcome: { name: predicts.outcome, state, at: at === null ? null : iso(at), noticeDays } }
  })
}

/**
 * Outcomes are of accounts: of the entity's own, of a person's only one when the episode opened, as it was known by an instant. null: there was none, or
 * several.
 */
function accountOf({ applier, merges }: Project, { entity, openedAt }: EpisodeRow, at: Millis): string | null {
  if (entity.level !== 'person') return entity.account
  const opened = Date.parse(openedAt)
  const stretches = stretchesOf(applier.attribution.actors, personOf(applier.attribution, entity.person))
  const during = stretches.filter(({ from, to }) => from <= opened && (to === null || to > opened))
  const known = merges.filter(({ knownAt }) => knownAt <= at)
  const keys = during.map(({ account }) => takenInBy(known, { account, n: Number.POSITIVE_INFINITY }))
  const accounts = new Set(keys)
  return accounts.size === 1 ? keys[0]! : null
}

const UNTOLD = { state: 'unknown', at: null, noticeDays: null } as const

type Asked = OutcomesAsOf & { readonly accounts: readonly string[]; readonly outcomes: readonly Outcome[] }

/** The outcomes of accounts, by account and in the order asked for. */
export async function dateAccounts(project: Project, asked: Asked): Promise<Map<string, DatedOutcome[]>> {
  const { store, zone } = project
  const { model, at, outcomes } = asked
  const dated = new Map<string, DatedOutcome[]>()
  const ids = idsOf(project, asked.accounts)
  if (outcomes.length === 0 || ids.length === 0) return dated
  const activeFacts = activeFactsOf(project)
  const facts = factsOf(outcomes, activeFacts)
  const activated = await readActivated(project, asked)
  const scan = {
    ...{ accounts: ids, days: { from: 0, to: zone.dayOf(at) }, knownUpTo: zone.dayOf(at) },
    ...{ facts, columns: ['firstTs'] as const },
    timeline: {
      ...{ ...NO_PART, subscriptions: true },
      ...(facts.length === 0 ? {} : { firstSeen: true, accountTraits: createdAtKeys(model.account) }),
    },
  }
  for await (const { account, timeline, ...rows } of streamAccounts(store, scan)) {
    const key = store.dictionary.account.keyOf(account)
    const input = {
      ...{ zone, at, rows, activeFacts, factId: store.dictionary.fact.idOf },
      signUp: signUpOf(project, timeline, asked),
      subscriptions: timeline.subscriptions,
      activated: activated(key),
    }
    dated.set(key, dateOutcomes(outcomes, input))
  }
  return dated
}

function idsOf({ store }: Project, accounts: readonly string[]): Int32Array {
  return Int32Array.from(accounts.flatMap((key) => store.dictionary.account.idOf(key) ?? [])).sort()
}

/** What counts as activity, as the pages count it. */
export function activeFactsOf({ config: { standing } }: Project): readonly FactKey[] {
  const { model, account } = standing.numbers
  const { expr } = model.graph.account[account.activeToday]!
  return expr.kind === 'count' ? expr.facts : []
}

function factsOf(outcomes: readonly Outcome[], activeFacts: readonly FactKey[]): FactKey[] {
  const facts = outcomes.flatMap(({ rule }) =>
    'facts' in rule ? rule.facts : rule.kind === 'retained' ? activeFacts : [],
  )
  return [...new Set(facts)]
}

/** The day of sign-up as it was known: of the trait, else of the first sign. */
function signUpOf({ zone }: Project, { traits, seen, firstSeen }: AccountTimeline, { model, at }: Asked): Day | null {
  const created = dayOfTime(traitAsOf(traits, createdAtKeys(model.account), at), zone)
  if (created !== null) return created
  const signs = (seen ?? [{ ts: firstSeen, knownAt: firstSeen }]).filter(({ knownAt }) => knownAt <= at)
  const first = Math.min(...signs.map(({ ts }) => ts))
  return Number.isFinite(first) ? zone.dayOf(first) : null
}

/** When each account, and those that it had taken in by then, met the rule: what goes over in a merge was met before it. */
async function readActivated(
  { control, merges, zone }: Project,
  { accounts, outcomes, at }: Asked,
): Promise<(key: string) => OutcomeDate[]> {
  if (!outcomes.some(({ rule }) => rule.kind === 'activated')) return () => []
  const own = new Map(
    accounts.map((key) => [
      key,
      [key, ...listTakenIn(merges, key).flatMap(({ account, since }) => (since <= at ? [account] : []))],
    ]),
  )
  const datesOf = new Map<string, OutcomeDate[]>()
  for (const one of await readActivations(control, [...new Set([...own.values()].flat())])) {
    if (one.entity.level !== 'account' || one.cause === 'merge') continue
    const date = { decided: one.at, effective: one.at, known: zone.startOf(one.asOf + 1) }
    datesOf.set(one.entity.account, [...(datesOf.get(one.entity.account) ?? []), date])
  }
  return (key) => own.get(key)!.flatMap((account) => datesOf.get(account) ?? [])
}

function iso(at: Millis): string {
  return new Date(at).toISOString()
}
