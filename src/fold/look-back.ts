import { DAY_MAX, type Day } from '../core/time.ts'
import type { Entity, MemberEntity } from './entity.ts'
import { findReached } from './find-reached.ts'
import type { FoldInput } from './fold-input.ts'
import type { LevelPlan } from './fold-plan.ts'
import type { OwnRows } from './own-rows.ts'
import { NEVER_REACHED, type Reached, type ReachedNodes } from './reached.ts'

export type LookBack = {
  readonly account: ReachedNodes
  readonly members: ReadonlyMap<number, ReachedNodes>
}

const NOTHING: LookBack = { account: NEVER_REACHED, members: new Map() }

/**
 * What has been reached for good: the conditions of the plan's `reached` steps, looked at on every day from the account's first on, each as it was known at its
 * close. A fold of its own over the few numbers that they compare. Where it is known what was reached before the judged days, only these are looked at: what was
 * known at a close does not change.
 */
export function lookBack(input: FoldInput, fold: (input: FoldInput) => Entity): LookBack {
  const { plan, space, block, start, end } = input
  if (plan.lookBack === null || space.lookBack === null || input.lookBack === false) return NOTHING
  const rows = { block, start, end, actors: null, report: input.view === 'report' }
  const before = goesOn(input) ? (input.reachedBefore ?? null) : null
  const since = before === null ? Math.min(firstDayOf(input), input.days.from) : input.days.from
  const of = (person: number | null) => ({ since, before: before?.(person) ?? NEVER_REACHED })
  const members = new Map<number, ReachedNodes>()
  const folded = fold({
    ...input,
    plan: plan.lookBack,
    space: space.lookBack,
    days: { from: before === null ? since : since - 1, to: input.days.to },
    reference: null,
    recent: null,
    onMember: (member: MemberEntity) =>
      members.set(
        member.person,
        reachedBy({ ...rows, actors: member.actors }, member, { ...plan.member, ...of(member.person) }),
      ),
  })
  return { account: reachedBy(rows, folded, { ...plan.account, ...of(null) }), members }
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
