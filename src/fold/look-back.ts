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
 * close. A fold of its own over the few numbers that they compare.
 */
export function lookBack(input: FoldInput, fold: (input: FoldInput) => Entity): LookBack {
  const { plan, space, block, start, end } = input
  if (plan.lookBack === null || space.lookBack === null || input.lookBack === false) return NOTHING
  const rows = { block, start, end, actors: null, report: input.view === 'report' }
  const members = new Map<number, ReachedNodes>()
  const folded = fold({
    ...input,
    plan: plan.lookBack,
    space: space.lookBack,
    days: { from: Math.min(firstDayOf(input), input.days.from), to: input.days.to },
    reference: null,
    recent: null,
    onMember: (member: MemberEntity) =>
      members.set(member.person, reachedBy(plan.member, member, { ...rows, actors: member.actors })),
  })
  return { account: reachedBy(plan.account, folded, rows), members }
}

/** When each of the level's conditions first held among the days of an entity. */
export function reachedBy({ steps }: LevelPlan, entity: Entity, rows: OwnRows): ReachedNodes {
  const reached = new Map<number, Reached>()
  for (const step of steps) {
    if (step.kind !== 'reached') continue
    const found = findReached(step, entity, rows)
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
