import type { Condition, Expr, Level } from '../../config/expression.ts'
import type { FactKey } from '../../config/fact-key.ts'
import type { Measure, Product, Segment } from '../../config/model.ts'
import type { Zone } from '../../core/time.ts'
import type { FactColumn, TimelineNeeds } from '../../store/analytic/rows.ts'

/** A window as the fold runs it. `hours` windows are not here: they are read from raw events. */
export type FoldWindow = {
  readonly kind: 'rolling' | 'week' | 'month' | 'ever'
  /** Rolling only. */
  readonly days: number
  readonly offset: number
}

/** Consumers of each fact: those of fact f are `lanes[starts[f] … starts[f + 1])`. Facts beyond the table have none. */
export type FactIndex = { readonly size: number; readonly starts: Int32Array; readonly lanes: Int32Array }

/** A daily series of one set of facts; nodes over the same facts share it. */
export type Lane = {
  readonly column: 'n' | 'sum'
  /** A running total is needed (windowed counts). */
  readonly totals: boolean
  /** Active days are needed (distinct days, streaks, first and last). */
  readonly activeDays: boolean
}

/** A node that counts each person once: distinct users (roles: -1), or active members of a role set (an index into `roleSets`). */
export type UserConsumer = { readonly node: number; readonly window: FoldWindow; readonly roleSet: number }
/** Nodes over the same facts at the same offset see the same people in the same order. */
export type UserLane = { readonly consumers: readonly UserConsumer[] }
export type UserPass = { readonly offset: number; readonly index: FactIndex; readonly lanes: readonly UserLane[] }

/** How the values of one node are computed. `node` is its index in the level's graph. */
export type Step =
  | {
      readonly kind: 'total'
      readonly node: number
      readonly lane: number
      readonly window: FoldWindow
      readonly scale: number
    }
  | { readonly kind: 'days'; readonly node: number; readonly lane: number; readonly window: FoldWindow }
  | { readonly kind: 'since'; readonly node: number; readonly lane: number; readonly which: 'first' | 'last' }
  | { readonly kind: 'streak-days'; readonly node: number; readonly lane: number }
  | { readonly kind: 'streak-weeks'; readonly node: number; readonly lane: number; readonly daysPerWeek: number }
  | {
      readonly kind: 'gauge'
      readonly node: number
      readonly lane: number
      readonly window: FoldWindow
      readonly how: 'latest' | 'max'
    }
  | {
      readonly kind: 'features'
      readonly node: number
      readonly lanes: readonly number[]
      readonly window: FoldWindow
      readonly minimum: number
      readonly share: boolean
    }
  | { readonly kind: 'users'; readonly node: number }
  | HoursStep
  | { readonly kind: 'members'; readonly node: number; readonly roleSet: number }
  | { readonly kind: 'ratio' | 'change' | 'difference'; readonly node: number; readonly a: number; readonly b: number }
  | {
      readonly kind: 'percentile'
      readonly node: number
      readonly of: number
      readonly segment: string | null
      readonly quantity: string
    }
  | {
      readonly kind: 'trait'
      readonly node: number
      readonly of: 'account' | 'person'
      readonly trait: string
      readonly until?: true
    }
  | { readonly kind: 'tenure'; readonly node: number; readonly unit: 'days' | 'months' }
  | { readonly kind: 'mrr' | 'colleagues'; readonly node: number }
  | (ExprOf<'role' | 'ago' | 'roll-up' | 'top-member'> & AtNode)
  | { readonly kind: 'roll-up-where'; readonly node: number; readonly when: Condition }
  | { readonly kind: 'constant'; readonly node: number; readonly value: number }
  | DefinedStep

/** What definitions of their own are made of: onboarding, scores, limits. */
export type DefinedStep =
  | (ExprOf<
      'holds' | 'weighted' | 'tier' | 'entitlement' | 'done' | 'progress' | 'earliest' | 'latest-known' | 'latest-of'
    > &
      AtNode)
  | (ExprOf<'elapsed' | 'activation-score' | 'onboarding'> & AtNode)
  /** `completeness`: the node that it fills too; null: nobody asks for it. */
  | (ExprOf<'score'> & AtNode & { readonly completeness: number | null })
  | (ExprOf<'forecast'> & AtNode)
  | (ExprOf<'seen' | 'usual' | 'common-factor' | 'expected' | 'against'> & AtNode)
  /** `usual`: the node of the usual week of the same weeks; null: it is not worked out. */
  | (ExprOf<'chance'> & AtNode & { readonly usual: number | null })
  | ({ readonly kind: 'silence'; readonly lane: number } & Omit<ExprOf<'silence'>, 'facts'> & AtNode)
  | ({ readonly kind: 'decayed'; readonly lane: number; readonly lifespanDays: number } & AtNode)
  | ({ readonly kind: 'sign-up'; readonly facts: ReadonlySet<number> } & AtNode)
  | ({ readonly kind: 'reached'; readonly when: Condition; readonly countedBy: CountedBy } & AtNode)
  /** `reached`: the node of the instant of each `done` node that the rule compares. */
  | ({ readonly kind: 'activated'; readonly rule: Condition; readonly reached: ReadonlyMap<number, number> } & AtNode)
  | ({
      readonly kind: 'days-of-age'
      readonly lane: number
      readonly signUp: number
      readonly first: number
      readonly last: number
    } & AtNode)
  | (ExprOf<'completeness'> & AtNode)

type AtNode = { readonly node: number }
type ExprOf<K> = Expr extends infer E ? (E extends { kind: infer Own } ? (Own extends K ? E : never) : never) : never

/** By node that a condition compares: the facts it counts, and whether one more event makes it one more. */
export type CountedBy = ReadonlyMap<number, { readonly facts: ReadonlySet<number>; readonly byOne: boolean }>

/** A number over the last hours: each set of facts is one feature, or all that is counted. */
export type HoursStep = {
  readonly kind: 'hours'
  readonly node: number
  readonly hours: number
  readonly how: 'count' | 'sum' | 'latest' | 'max' | 'users' | 'days' | 'features'
  readonly sets: readonly (readonly number[])[]
  readonly scale: number
  readonly minimum: number
  readonly share: boolean
  /** Users: of which members, an index into `roleSets`; −1: whoever they are. */
  readonly roleSet: number
}

/** What a raw event counts as: the fact of its name, and the measures that may read it. */
export type EventReader = {
  readonly fact: number | null
  readonly measures: readonly { readonly fact: number; readonly measure: Measure }[]
}

export type LevelPlan = {
  readonly level: Level
  /** Nodes of the graph, those left out of the plan too. */
  readonly size: number
  readonly steps: readonly Step[]
  readonly lanes: readonly Lane[]
  /** 1 for lanes that add up the sum column. */
  readonly sums: Uint8Array
  readonly index: FactIndex
  readonly gauges: number
  readonly gaugeIndex: FactIndex
  readonly userPasses: readonly UserPass[]
  /** Days before the first judged one that its finite windows reach. */
  readonly lookback: number
  /** Some number reads the whole past. */
  readonly unbounded: boolean
}

/** A model made ready to run over the store's integers: plain data, shared by all accounts. */
export type FoldPlan = {
  readonly modelHash: string
  readonly account: LevelPlan
  readonly member: LevelPlan
  readonly person: LevelPlan
  /** The account's steps around the folding of its members: those that rest on no member come first, for members are asked for the account's segments. */
  readonly aroundMembers: { readonly before: readonly Step[]; readonly after: readonly Step[] }
  readonly roleSets: readonly (readonly string[] | null)[]
  readonly segments: ReadonlyMap<string, Segment>
  readonly product: Product
  readonly zone: Zone
  readonly createdAtKeys: readonly string[]
  /** The numbers that `reached` steps compare, folded over all days; null: there are no such steps. */
  readonly lookBack: FoldPlan | null
  /** These numbers are the same in the plan itself, which so tells whether anything was reached on the judged days. */
  readonly tellsReached: boolean
  /** The numbers that forecasts are made from, and those that are asked for as of earlier days, folded from days before the judged ones on; null: there are none. */
  readonly past: FoldPlan | null
  /** How many days before the first judged one; 0 without a past. */
  readonly pastDays: number
  /** A signal that is judged at events asks for what was reached. */
  readonly looksBackAtEvents: boolean
  /** Account nodes that count the days since a source of a score was heard of. */
  readonly sources: readonly { readonly node: number; readonly quantity: string }[]
  /** The events that signals and bands read, by `stateName`: while one of them is hardly heard of, the rule is not judged. */
  readonly reads: ReadonlyMap<string, readonly FactKey[]>
  /** Some number counts who of a mail domain is elsewhere. */
  readonly asksColleagues: boolean
  /** By the key of the fact that every event name has; names that no node reads are absent. */
  readonly readers: ReadonlyMap<FactKey, EventReader>
  /** What `scanFacts` must deliver. */
  readonly facts: readonly FactKey[]
  readonly columns: readonly FactColumn[]
  /** What `scanTimelines` must deliver. */
  readonly timeline: TimelineNeeds
  /** Named by the model but not yet in the store's dictionary: plan again once one of them appears. */
  readonly missingFacts: readonly FactKey[]
}
