import { isBusinessDomain } from '../../core/is-business-domain.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import { type FoldSpace, makeFoldSpace } from '../../fold/fold-space.ts'
import { toColleagues } from '../../fold/people/fold-colleagues.ts'
import { firstDayRead } from '../../fold/plan/first-day-read.ts'
import type { FoldPlan } from '../../fold/plan/fold-plan.ts'
import { planFold } from '../../fold/plan/plan-fold.ts'
import { closeFrozen, frozenKnots, frozenOn, spreadQuarters } from '../../fold/reference/collect-frozen.ts'
import {
  closeReference,
  collectReference,
  openReference,
  type ReferenceDraft,
  referenceNodes,
} from '../../fold/reference/collect-reference.ts'
import { FOLDED_BEFORE, sharedPopulations } from '../../fold/reference/collect-shared.ts'
import { findIncidents, HEARD_DAYS } from '../../fold/reference/find-incidents.ts'
import { segmentNames } from '../../fold/segment-entity.ts'
import type { AnalyticStore, ReferenceRow } from '../../store/analytic/analytic-store.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { Planned } from '../planned.ts'
import { streamAccounts } from '../stream-accounts.ts'

/** Distributions (a population on a day, some 64 KB) held at a time: the days of each pass over the accounts follow from it, a year where few percentiles are asked for. */
const DISTRIBUTIONS_MAX = 2_048

/** What percentiles are read from, as known at the close of each day. */
export async function computeReferences(
  store: AnalyticStore,
  planned: Planned,
  days: DayRange,
): Promise<ReferenceRow[]> {
  return pacedReferences(store, planned, { days })
}

/** The same; `pause` is asked behind each account that was folded. */
export async function pacedReferences(
  store: AnalyticStore,
  planned: Planned,
  { days, pause }: { readonly days: DayRange; readonly pause?: (() => Promise<void>) | undefined },
): Promise<ReferenceRow[]> {
  const folding = foldReferences(store, planned, { days })
  for (let step = await folding.next(); ; step = await folding.next()) {
    if (step.done === true) return step.value
    await pause?.()
  }
}

/**
 * The same, with a pause behind each account that was folded: a pass over all accounts of its own, and none where nothing but incidents and colleagues is asked for. `before`: rows of the day
 * before the first, from which frozen knots go on as long as the quarter does; what they do not have is worked out.
 */
export async function* foldReferences(
  store: AnalyticStore,
  { model, plan }: Planned,
  { days, before = [] }: { readonly days: DayRange; readonly before?: readonly ReferenceRow[] },
): AsyncGenerator<null, ReferenceRow[]> {
  const apart = [
    ...(await readIncidents(store, plan, days)),
    ...(plan.asksColleagues ? await readColleagues(store, model, days) : []),
  ]
  const only = referenceNodes(plan)
  if (only.length === 0) return apart
  const small = planFold({ model, factId: store.dictionary.fact.idOf, only })
  const pass: Pass = { store, plan, small, space: makeFoldSpace(small, { judgesMembers: false }) }
  const rows: ReferenceRow[] = [...apart]
  const quarters = goOn(plan, days, before)
  if (quarters.length === 0 && frozenKnots(plan).length > 0) {
    const end = frozenOn(days.from)
    quarters.push(...closeFrozen((yield* foldSpan(pass, { from: end, to: end })).frozen))
  }
  const step = daysOfPass(plan)
  for (let from = days.from; from <= days.to; from += step) {
    const draft = yield* foldSpan(pass, { from, to: Math.min(from + step - 1, days.to) })
    rows.push(...closeReference(draft))
    quarters.push(...closeFrozen(draft.frozen))
  }
  return [...rows, ...spreadQuarters(quarters, days)]
}

/** What the day before has frozen for the quarter of the first day, as of its end; empty: it has not got it all. */
function goOn(plan: FoldPlan, { from }: DayRange, before: readonly ReferenceRow[]): ReferenceRow[] {
  const quantities = new Set(frozenKnots(plan).map(({ quantity }) => quantity))
  if (frozenOn(from - 1) !== frozenOn(from)) return []
  const kept = before.filter(({ day, quantity }) => day === from - 1 && quantities.has(quantity))
  const told = new Set(kept.flatMap(({ segment, quantity }) => (segment === '' ? [quantity] : [])))
  return told.size < quantities.size ? [] : kept.map((row) => ({ ...row, day: frozenOn(from) }))
}

type Pass = {
  readonly store: AnalyticStore
  readonly plan: FoldPlan
  readonly small: FoldPlan
  readonly space: FoldSpace
}

/** All accounts over a span of days. */
async function* foldSpan({ store, plan, small, space }: Pass, span: DayRange): AsyncGenerator<null, ReferenceDraft> {
  const folded = { from: span.from - FOLDED_BEFORE, to: span.to }
  const draft = openReference(plan, span)
  const scan = {
    accounts: null,
    days: { from: firstDayRead(small, folded.from), to: span.to },
    knownUpTo: span.to,
    facts: small.facts,
    columns: small.columns,
    // Who was not there yet is nobody to be compared with.
    timeline: { ...small.timeline, heard: true },
  }
  for await (const input of streamAccounts(store, scan)) {
    const account = foldAccount({ plan: small, space, ...input, days: folded, view: 'decision' })
    collectReference(draft, account, space.account.lanes)
    yield null
  }
  return draft
}

/** Of the events that signals read. */
export async function readIncidents(
  store: AnalyticStore,
  { reads }: Pick<FoldPlan, 'reads'>,
  days: DayRange,
): Promise<ReferenceRow[]> {
  const facts = [...new Set([...reads.values()].flat())]
  if (facts.length === 0) return []
  const heard = await store.countHeard({ facts, days: { from: days.from - HEARD_DAYS, to: days.to } })
  return findIncidents(heard, days)
}

async function readColleagues(
  store: AnalyticStore,
  { exclusions }: Planned['model'],
  days: DayRange,
): Promise<ReferenceRow[]> {
  return toColleagues(await store.countColleagues({ days, exclusions, isOwn: isBusinessDomain }), days)
}

function daysOfPass(plan: FoldPlan): number {
  const populations = new Map(sharedPopulations(plan))
  for (const step of plan.account.steps) {
    if (step.kind !== 'percentile') continue
    populations.set(`${step.of}|${step.segment}`, step.segment === null ? 1 : segmentNames(plan, step.segment).length)
  }
  const all = [...populations.values()].reduce((sum, n) => sum + n, 0)
  return Math.max(1, Math.floor(DISTRIBUTIONS_MAX / Math.max(1, all)))
}
