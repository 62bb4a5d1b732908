import type { DayRange } from '../store/analytic/rows.ts'
import { type LaneSpace, makeLaneSpace } from './fill-lanes.ts'
import { type MaskPool, makeMaskPool } from './mask-pool.ts'
import type { LatestDays } from './people/gather-users.ts'
import { makeRowBuffers, type RowBuffers } from './people/group-rows.ts'
import { makeSlotSpace, type SlotSpace } from './people/list-people.ts'
import { isRollUp } from './people/roll-up-members.ts'
import type { FoldPlan, LevelPlan } from './plan/fold-plan.ts'
import { readsPeople } from './plan/plan-timeline.ts'
import { type Calendar, tabulateCalendar } from './tabulate-calendar.ts'

export type LevelSpace = { readonly lanes: LaneSpace; readonly masks: MaskPool; values: Float64Array[]; days: number }

/** Every buffer that folding needs, so that folding an account allocates next to nothing. One per thread. */
export type FoldSpace = {
  readonly account: LevelSpace
  readonly member: LevelSpace
  readonly person: LevelSpace
  readonly slots: SlotSpace
  readonly rows: RowBuffers
  readonly latest: LatestDays
  calendar: Calendar
  diff: Float64Array
  spare: Float64Array
  gathered: Float64Array[]
  memberCounts: Float64Array[]
  /** Distinct people, members or roll-ups are asked for. */
  readonly needsPeople: boolean
  readonly foldsMembers: boolean
  /** Members are judged, those too that are none any more. */
  readonly judgesMembers: boolean
  /** For the plan's look back. */
  readonly lookBack: FoldSpace | null
  /** For what the plan reads of the past. */
  readonly past: FoldSpace | null
}

/** Buffers for a plan. `judgesMembers`: member signals exist, so members are folded even when no roll-up reads them. */
export function makeFoldSpace(plan: FoldPlan, { judgesMembers }: { readonly judgesMembers: boolean }): FoldSpace {
  const looksAtMembers = plan.member.steps.some((step) => step.kind === 'reached')
  const foldsMembers = judgesMembers || plan.account.steps.some(({ kind }) => isRollUp(kind))
  return {
    account: makeLevelSpace(plan.account),
    member: makeLevelSpace(plan.member),
    person: makeLevelSpace(plan.person),
    slots: makeSlotSpace(),
    rows: makeRowBuffers(),
    latest: { days: new Int32Array(0), found: [], clips: { from: new Int32Array(0), to: new Int32Array(0) } },
    calendar: tabulateCalendar(0, -1, plan.product.weekStart),
    diff: new Float64Array(0),
    spare: new Float64Array(0),
    gathered: [],
    memberCounts: [],
    needsPeople: foldsMembers || plan.account.steps.some(readsPeople),
    foldsMembers,
    judgesMembers,
    past: plan.past === null ? null : makeFoldSpace(plan.past, { judgesMembers: false }),
    lookBack: plan.lookBack === null ? null : makeFoldSpace(plan.lookBack, { judgesMembers: looksAtMembers }),
  }
}

function makeLevelSpace(plan: LevelPlan): LevelSpace {
  return { lanes: makeLaneSpace(plan), masks: makeMaskPool(), values: [], days: 0 }
}

/** One array per node, exactly as long as the judged days; all unknown where the plan has no step. */
export function valuesFor(space: LevelSpace, plan: LevelPlan, { from, to }: DayRange): readonly Float64Array[] {
  const days = to - from + 1
  if (space.days !== days || space.values.length !== plan.size) {
    const blank = new Float64Array(days).fill(Number.NaN)
    space.values = new Array<Float64Array>(plan.size).fill(blank)
    for (const { node } of plan.steps) space.values[node] = blank.slice()
    space.days = days
  }
  return space.values
}

const NOTHING_GATHERED = new Float64Array(0)

/** Zeroed arrays: differences by node (one entry more than days) and members by role set (returned). */
export function clearGathered(space: FoldSpace, plan: FoldPlan, { from, to }: DayRange): readonly Float64Array[] {
  const days = to - from + 1
  if (space.diff.length !== days + 1) {
    space.diff = new Float64Array(days + 1)
    space.spare = new Float64Array(days)
    space.gathered = new Array<Float64Array>(plan.account.size).fill(NOTHING_GATHERED)
    for (const step of plan.account.steps)
      if (step.kind === 'users') space.gathered[step.node] = new Float64Array(days + 1)
    space.memberCounts = plan.roleSets.map(() => new Float64Array(days + 1))
  }
  for (const counts of space.memberCounts) counts.fill(0)
  return space.memberCounts
}
