import { DAY_MAX, type Day } from '../../core/time.ts'
import type { Entity, MemberEntity } from '../entity.ts'
import type { FoldInput } from '../fold-input.ts'
import type { OwnRows } from '../own-rows.ts'
import type { FoldPlan, LevelPlan } from '../plan/fold-plan.ts'
import { findReached } from './find-reached.ts'
import { NEVER_REACHED, NOTHING_REACHED, type Reached, type ReachedNodes, type ReachedSoFar } from './reached.ts'

export type LookBack = {
  readonly account: ReachedSoFar
  readonly member: (person: number) => ReachedSoFar
}

const NOTHING: LookBack = { account: NOTHING_REACHED, member: () => NOTHING_REACHED }

/**
 * What has been reached for good: the conditions of the plan's `reached` steps, looked at on every day from the account's first on, each as it was known at its
 * close. A fold of its own over the few numbers that they compare. Where it is known what was reached before the judged days, only these are looked at, and only
 * once one of the conditions holds on them: what was known at a close does not change.
 */
export function lookBack(input: FoldInput, fold: (input: FoldInput) => Entity): LookBack {
  const { plan, space } = input
  if (plan.lookBack === null || space.lookBack === null || input.lookBack === false) return NOTHING
  const before = goesOn(input) ? (input.reachedBefore ?? null) : null
  let found: Found | null = null
  const look = (): Found => {
    found ??= lookThrough({ ...input, plan: plan.lookBack!, space: space.lookBack! }, { fold, full: plan, before })
    return found
  }
  const tells = plan.tellsReached ? before : null
  return {
    account: { before: tells?.(null) ?? null, look: () => look().account },
    member: (person) => ({
      before: tells?.(person) ?? null,
      look: () => look().members.get(person) ?? NEVER_REACHED,
    }),
  }
}

type Found = { readonly account: ReachedNodes; readonly members: ReadonlyMap<number, ReachedNodes> }
type LookThrough = {
  readonly fold: (input: FoldInput) => Entity
  readonly full: FoldPlan
  readonly before: FoldInput['reachedBefore']
}

function lookThrough(input: FoldInput, { fold, full, before = null }: LookThrough): Found {
  const { block, start, end } = input
  const rows = { block, start, end, actors: null, report: input.view === 'report' }
  const since = before === null ? Math.min(firstDayOf(input), input.days.from) : input.days.from
  const of = (person: number | null) => ({ since, before: before?.(person) ?? NEVER_REACHED })
  const members = new Map<number, ReachedNodes>()
  const folded = fold({
    ...input,
    days: { from: before === null ? since : since - 1, to: input.days.to },
    reference: null,
    recent: null,
    onMember: (member: MemberEntity) =>
      members.set(
        member.person,
        reachedBy({ ...rows, actors: member.actors }, member, { ...full.member, ...of(member.person) }),
      ),
  })
  return { account: reachedBy(rows, folded, { ...full.account, ...of(null) }), members }
}

/** Whoever becomes a member, or turns out to be somebody else, on the judged days brings a past that nobody has looked at. */
function goesOn({ plan, timeline, days }: FoldInput): boolean {
  const { zone, product, member } = plan
  const heard = timeline.heardAt ?? Number.POSITIVE_INFINITY
  const first = zone.startOf(days.from) + product.closeDelayMinutes * 60_000
  if (heard >= first) return false
  if (!member.steps.some(({ kind }) => kind === 'reached')) return true
  return (
    [...timeline.members, ...timeline.links].every(({ knownAt }) => knownAt < first) &&
    timeline.members.every(({ from }) => from < first)
  )
}

type Looking = Pick<LevelPlan, 'steps'> & { readonly since: Day; readonly before: ReachedNodes }

/** When each of the level's conditions first held among the days of an entity, or before them. */
export function reachedBy(rows: OwnRows, entity: Entity, { steps, since, before }: Looking): ReachedNodes {
  const reached = new Map<number, Reached>()
  for (const step of steps) {
    if (step.kind !== 'reached') continue
    const found = before.get(step.node) ?? findReached({ ...step, since }, entity, rows)
    if (found !== null) reached.set(step.node, found)
  }
  return reached
}

/** The first day on which anything that a condition could ask for was so: a fact, a membership, a trait. */
function firstDayOf({ block, start, end, timeline, plan }: FoldInput): Day {
  let first = DAY_MAX
  for (let row = start; row < end; row++) if (block.day[row]! < first) first = block.day[row]!
  for (const said of [timeline.members, timeline.traits, timeline.personTraits])
    for (const { from } of said) first = Math.min(first, plan.zone.dayOf(from))
  return first
}
