import type { Condition, Expr, Level } from '../config/expression.ts'
import type { FactKey } from '../config/fact-key.ts'
import type { Model } from '../config/model.ts'
import { DAY_MAX, type Day, monthStartOf, weekStartOf } from '../core/time.ts'
import type { Evidence } from '../core/transition.ts'
import type { PersonActor } from '../fold/entity.ts'
import type { FactBlock, View } from '../store/analytic/rows.ts'
import { listComparisons } from './list-comparisons.ts'
import { listLeaves } from './list-leaves.ts'

const ENTRIES_MAX = 20

export type EvidenceInput = {
  readonly model: Model
  readonly level: Level
  readonly condition: Condition
  /** The judged day; only rows visible by its close count. */
  readonly day: Day
  readonly view: View
  readonly block: FactBlock
  readonly start: number
  readonly end: number
  /** Whether the rows ascend by day, as they come from the store; those of a moment end with rows of any day. */
  readonly ascending: boolean
  /** Whose rows count; null: everybody's (an account). */
  readonly actors: readonly PersonActor[] | null
  readonly factId: (key: FactKey) => number | undefined
  /** The last reported levels, by node; NaN: unknown. */
  readonly levels: ReadonlyMap<number, number>
}

type Counted = Extract<Evidence, { readonly kind: 'days' | 'gauge' }>
type CountedDay = { readonly day: Day; readonly n: number; readonly knownDay: Day }

/**
 * The daily counts that made a condition true: for each number it compares, the matching days inside that number's window, at most 20 in all; of the last level of a
 * gauge, the level and the day it is of.
 */
export function gatherEvidence(input: EvidenceInput): Counted[] {
  const nodes = input.model.graph[input.level]
  const compared = new Set(listComparisons(input.condition).map((comparison) => comparison.quantity))
  const evidence: Counted[] = []
  let room = ENTRIES_MAX
  for (const node of [...compared].flatMap((one) => listLeaves(nodes, one))) {
    const { expr, label } = nodes[node]!
    if (factsOf(expr).length === 0 || evidence.some((one) => one.label === label)) continue
    const days = countDays(input, expr, isLatestOnly(expr) ? 1 : room)
    if (days.length === 0) continue
    evidence.push(toEvidence(label, days, input.levels.get(node)))
    room -= days.length
    if (room === 0) break
  }
  return evidence
}

function toEvidence(label: string, days: readonly CountedDay[], level = Number.NaN): Counted {
  if (Number.isNaN(level)) return { kind: 'days', label, days }
  const { day, knownDay } = days.at(-1)!
  return { kind: 'gauge', label, value: level, day, knownDay }
}

function factsOf(expr: Expr): readonly FactKey[] {
  if ('facts' in expr) return expr.facts
  return 'features' in expr ? expr.features.flatMap((feature) => feature.facts) : []
}

function isLatestOnly(expr: Expr): boolean {
  return expr.kind === 'days-since-last' || expr.kind === 'latest'
}

/** The last `most` days with a count. From the last row back: with enough of them, the rows before are not looked at. */
function countDays(input: EvidenceInput, expr: Expr, most: number): CountedDay[] {
  const { block, ascending, view } = input
  const counted = factTest(input, expr)
  const joined = input.actors === null ? null : new Map(input.actors.map((one) => [one.actor, one.joined]))
  const { first, last } = reachOf(expr, input)
  const scale = expr.kind === 'sum' ? expr.scale : null
  const counts = new Map<Day, number>()
  const known = new Map<Day, Day>()
  let counting = Number.NaN
  let told = 0
  for (let r = ascending ? rowsUpTo(input, last) : input.end; r-- > input.start; ) {
    const day = block.day[r]!
    if (ascending && day < first) break
    if (!counted(block.fact[r]!)) continue
    if (ascending && day !== counting) {
      if ((counts.get(counting) ?? 0) !== 0) told += 1
      if (told === most) break
      counting = day
    }
    if (day < first || day > last) continue
    if (view === 'decision' && block.knownDay[r]! > input.day) continue
    if (joined !== null && !((joined.get(block.actor[r]!) ?? DAY_MAX) <= input.day)) continue
    const amount = scale === null ? block.n[r]! : block.sum[r]! / scale
    counts.set(day, (counts.get(day) ?? 0) + amount)
    known.set(day, Math.max(known.get(day) ?? day, block.knownDay[r]!))
  }
  return [...counts]
    .filter(([, n]) => n !== 0)
    .map(([day, n]) => ({ day, n, knownDay: known.get(day)! }))
    .sort((a, b) => a.day - b.day)
    .slice(-most)
}

/** Whether a fact counts. Most numbers are of one, which needs no set. */
function factTest({ factId }: EvidenceInput, expr: Expr): (fact: number) => boolean {
  const facts = factsOf(expr).flatMap((key) => factId(key) ?? [])
  if (facts.length === 1) return (fact) => fact === facts[0]
  const several = new Set(facts)
  return (fact) => several.has(fact)
}

/** The first row later than the day. */
function rowsUpTo({ block, start, end }: EvidenceInput, day: Day): number {
  let low = start
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if (block.day[middle]! <= day) low = middle + 1
    else high = middle
  }
  return low
}

function reachOf(expr: Expr, { day, model }: EvidenceInput): { first: Day; last: Day } {
  if (!('window' in expr)) return { first: -Infinity, last: day }
  const { window } = expr
  const last = 'offset' in window ? day - window.offset : day
  switch (window.kind) {
    case 'rolling':
      return { first: last - window.days + 1, last }
    case 'calendar': {
      const first = window.unit === 'week' ? weekStartOf(last, model.product.weekStart) : monthStartOf(last)
      return { first, last }
    }
    case 'hours':
      return { first: last - Math.ceil(window.hours / 24), last }
    case 'ever':
      return { first: -Infinity, last }
  }
}
