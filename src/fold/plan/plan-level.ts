import type { Expr, Window } from '../../config/expression.ts'
import type { FactKey } from '../../config/fact-key.ts'
import type { QuantityNode } from '../../config/model.ts'
import type { FactIndex, FoldWindow, HoursStep, LevelPlan, Step, UserConsumer, UserPass } from './fold-plan.ts'
import { factIds, gaugeOf, type LevelDraft, type LevelInput, laneOf } from './level-draft.ts'
import { planDefined } from './plan-defined.ts'

/** One level's graph as steps over shared lanes. */
export function planLevel(input: LevelInput): LevelPlan {
  const draft: LevelDraft = { input, lanes: new Map(), gauges: new Map(), users: new Map(), lookback: 0 }
  const steps: Step[] = []
  input.nodes.forEach((node, at) => {
    if (input.wanted.has(at)) steps.push(planStep(draft, node, at))
  })
  const lanes = [...draft.lanes.values()]
  const gauges = [...draft.gauges.values()]
  return {
    level: input.level,
    size: input.nodes.length,
    steps,
    lanes: lanes.map((entry) => entry.lane),
    sums: Uint8Array.from(lanes, (entry) => (entry.lane.column === 'sum' ? 1 : 0)),
    index: indexFacts(lanes.map((entry) => entry.facts)),
    gauges: gauges.length,
    gaugeIndex: indexFacts(gauges.map((entry) => entry.facts)),
    userPasses: planUserPasses(draft),
    lookback: draft.lookback,
    unbounded: steps.some(({ node }) => readsWholePast(input.nodes[node]!)),
  }
}

/** Windows without a beginning, and what is told since when. */
function readsWholePast({ expr }: QuantityNode): boolean {
  switch (expr.kind) {
    case 'days-since-first':
    case 'days-since-last':
    case 'streak-days':
    case 'streak-weeks':
    case 'reached':
    case 'sign-up':
    case 'days-of-age':
      return true
    default:
      return 'window' in expr && expr.window.kind === 'ever'
  }
}

function planStep(draft: LevelDraft, { expr, id }: QuantityNode, node: number): Step {
  if ('window' in expr && expr.window.kind === 'hours')
    return planHours(draft, expr, { node, hours: expr.window.hours })
  switch (expr.kind) {
    case 'count':
    case 'sum':
    case 'latest':
    case 'max':
    case 'distinct-days':
    case 'distinct-features':
    case 'adoption':
    case 'distinct-users':
    case 'active-members':
      return planWindowed(draft, expr, node)
    case 'days-since-first':
      return { kind: 'since', node, lane: laneOf(draft, expr.facts, 'activeDays'), which: 'first' }
    case 'days-since-last':
      return { kind: 'since', node, lane: laneOf(draft, expr.facts, 'activeDays'), which: 'last' }
    case 'streak-days':
      return { kind: 'streak-days', node, lane: laneOf(draft, expr.facts, 'activeDays') }
    case 'streak-weeks': {
      const lane = laneOf(draft, expr.facts, 'activeDays')
      return { kind: 'streak-weeks', node, lane, daysPerWeek: expr.daysPerWeek }
    }
    case 'members':
      return ofAccount(draft, node, () => ({ kind: 'members', node, roleSet: roleSetOf(draft, expr.roles) }))
    case 'ratio':
      return { kind: 'ratio', node, a: expr.top, b: expr.bottom }
    case 'change':
    case 'difference':
      return { kind: expr.kind, node, a: expr.now, b: expr.before }
    case 'percentile':
      return {
        kind: 'percentile',
        node,
        of: expr.of,
        segment: expr.segment,
        quantity: draft.input.nodes[expr.of]?.id ?? id,
      }
    case 'roll-up':
    case 'roll-up-where':
    case 'top-member':
    case 'ago':
      return ofAccount(draft, node, () => ({ ...expr, node }))
    case 'role':
      return draft.input.level === 'member' ? { ...expr, node } : { kind: 'constant', node, value: Number.NaN }
    case 'trait':
    case 'tenure':
    case 'mrr':
    case 'colleagues':
    case 'constant':
      return { ...expr, node }
    default:
      return planDefined(draft, expr, node)
  }
}

function planHours(draft: LevelDraft, expr: Windowed, { node, hours }: { node: number; hours: number }): HoursStep {
  const sets = 'features' in expr ? expr.features.map((feature) => feature.facts) : [expr.facts]
  return {
    kind: 'hours',
    node,
    hours,
    how: HOURS_HOW[expr.kind],
    sets: sets.map((facts) => factIds(draft, facts)),
    scale: 'scale' in expr ? expr.scale : 1,
    minimum: 'minimum' in expr ? (expr.minimum ?? 1) : 1,
    share: expr.kind === 'adoption',
    roleSet: expr.kind === 'active-members' ? roleSetOf(draft, expr.roles) : -1,
  }
}

const HOURS_HOW = {
  count: 'count',
  sum: 'sum',
  latest: 'latest',
  max: 'max',
  'distinct-users': 'users',
  'active-members': 'users',
  'distinct-days': 'days',
  'distinct-features': 'features',
  adoption: 'features',
} as const satisfies Record<Windowed['kind'], HoursStep['how']>

type Windowed = Extract<Expr, { readonly window: Window }>

function planWindowed(draft: LevelDraft, expr: Windowed, node: number): Step {
  const window = foldWindow(expr.window)
  draft.lookback = Math.max(draft.lookback, reachOf(window))
  switch (expr.kind) {
    case 'count':
      return { kind: 'total', node, lane: laneOf(draft, expr.facts, 'totals'), window, scale: 1 }
    case 'sum':
      return { kind: 'total', node, lane: laneOf(draft, expr.facts, 'sums'), window, scale: expr.scale }
    case 'latest':
    case 'max':
      return { kind: 'gauge', node, lane: gaugeOf(draft, expr.facts), window, how: expr.kind }
    case 'distinct-days':
      return { kind: 'days', node, lane: laneOf(draft, expr.facts, 'activeDays'), window }
    case 'distinct-features':
    case 'adoption': {
      const lanes = expr.features.map((feature) => laneOf(draft, feature.facts, 'totals'))
      const share = expr.kind === 'adoption'
      return { kind: 'features', node, lanes, window, minimum: expr.minimum ?? 1, share }
    }
    case 'distinct-users':
      if (draft.input.level !== 'account') return oneUser(draft, expr.facts, node, window)
      return planUsers(draft, expr.facts, { node, window, roleSet: -1 })
    case 'active-members':
      return ofAccount(draft, node, () => {
        const consumer = { node, window, roleSet: roleSetOf(draft, expr.roles) }
        return planUsers(draft, expr.facts, consumer)
      })
  }
}

/** Only an account has members: elsewhere the number is unknown. */
function ofAccount(draft: LevelDraft, node: number, plan: () => Step): Step {
  return draft.input.level === 'account' ? plan() : { kind: 'constant', node, value: Number.NaN }
}

/** The distinct users of one person: that person, or nobody. */
function oneUser(draft: LevelDraft, facts: readonly FactKey[], node: number, window: FoldWindow): Step {
  return { kind: 'features', node, lanes: [laneOf(draft, facts, 'totals')], window, minimum: 1, share: false }
}

function planUsers(draft: LevelDraft, facts: readonly FactKey[], consumer: UserConsumer): Step {
  const ids = factIds(draft, facts)
  const { offset } = consumer.window
  const key = `${offset}|${ids.join()}`
  const entry = draft.users.get(key) ?? { offset, facts: ids, consumers: [] }
  draft.users.set(key, entry)
  entry.consumers.push(consumer)
  return { kind: 'users', node: consumer.node }
}

function planUserPasses(draft: LevelDraft): UserPass[] {
  const offsets = new Set([...draft.users.values()].map((entry) => entry.offset))
  return [...offsets].map((offset) => {
    const entries = [...draft.users.values()].filter((entry) => entry.offset === offset)
    return { offset, index: indexFacts(entries.map((entry) => entry.facts)), lanes: entries }
  })
}

function roleSetOf(draft: LevelDraft, roles: readonly string[] | null): number {
  const { roleSets } = draft.input
  const key = JSON.stringify(roles)
  const known = roleSets.findIndex((set) => JSON.stringify(set) === key)
  return known >= 0 ? known : roleSets.push(roles) - 1
}

function indexFacts(lanes: readonly (readonly number[])[]): FactIndex {
  const size = 1 + Math.max(-1, ...lanes.flat())
  const starts = new Int32Array(size + 1)
  for (const id of lanes.flat()) starts[id + 1]! += 1
  for (let i = 0; i < size; i++) starts[i + 1]! += starts[i]!
  const next = starts.slice()
  const flat = new Int32Array(starts[size]!)
  lanes.forEach((facts, lane) => {
    for (const id of facts) flat[next[id]!++] = lane
  })
  return { size, starts, lanes: flat }
}

function foldWindow(window: Window): FoldWindow {
  switch (window.kind) {
    case 'rolling':
      return window
    case 'calendar':
      return { kind: window.unit, days: 0, offset: window.offset }
    case 'ever':
    case 'hours':
      return { kind: 'ever', days: 0, offset: 0 }
  }
}

/** Days before the judged one that the window may begin, plus the day whose running total is subtracted. */
function reachOf(window: FoldWindow): number {
  if (window.kind === 'ever') return window.offset + 1
  const days = window.kind === 'rolling' ? window.days : window.kind === 'week' ? 7 : 31
  return window.offset + days + 1
}
