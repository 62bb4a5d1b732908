import type { Condition, Expr } from '../../src/config/expression.ts'
import { weekStartOf } from '../../src/core/time.ts'
import type { Row } from './build-fold.ts'
import {
  activeDays,
  count,
  dayOf,
  inFacts,
  inForce,
  inWindow,
  keysWithActivity,
  membersOf,
  type NaiveInput,
  personOf,
  rowsSeen,
  withRoles,
} from './naive-rows.ts'

export function naiveAccount(input: NaiveInput): number[] {
  return naiveNodes(input, { nodes: input.account, rows: rowsSeen(input), role: null })
}

/** Of one close: many numbers of the account are made of the same members. */
const kept = new WeakMap<NaiveInput, Map<number, number[]>>()

export function naiveMembers(input: NaiveInput): Map<number, number[]> {
  const members = kept.get(input) ?? listMembers(input)
  kept.set(input, members)
  return members
}

function listMembers(input: NaiveInput): Map<number, number[]> {
  const rows = rowsSeen(input)
  return new Map(
    [...membersOf(input)].map(([person, role]) => {
      const own = rows.filter((row) => personOf(input, row.actor) === person)
      return [person, naiveNodes(input, { nodes: input.member, rows: own, role })]
    }),
  )
}

type Nodes = { readonly nodes: readonly Expr[]; readonly rows: readonly Row[]; readonly role: string | null }

function naiveNodes(input: NaiveInput, { nodes, ...of }: Nodes): number[] {
  const values: number[] = []
  for (const expr of nodes) values.push(naiveValue(input, { expr, ...of, values }))
  return values
}

type One = Omit<Nodes, 'nodes'> & { readonly expr: Expr; readonly values: readonly number[] }

function naiveValue(input: NaiveInput, one: One): number {
  const { expr, rows } = one
  switch (expr.kind) {
    case 'count':
      return count(inWindow(input, rows, expr))
    case 'sum':
      return inWindow(input, rows, expr).reduce((sum, row) => sum + (row.sum ?? 0), 0) / expr.scale
    case 'latest':
    case 'max':
      return naiveGauge(inWindow(input, rows, expr), expr.kind)
    case 'distinct-users':
      return keysWithActivity(inWindow(input, rows, expr), (row) => personOf(input, row.actor)).size
    case 'distinct-days':
      return activeDays(inWindow(input, rows, expr)).length
    case 'distinct-features':
    case 'adoption': {
      const minimum = expr.kind === 'adoption' ? expr.minimum : 1
      const used = expr.features.filter(
        ({ facts }) => count(inWindow(input, rows, { facts, window: expr.window })) >= minimum,
      ).length
      return expr.kind === 'adoption' ? used / expr.features.length : used
    }
    case 'days-since-first':
    case 'days-since-last': {
      const days = activeDays(inFacts(rows, expr.facts))
      const found = expr.kind === 'days-since-first' ? days[0] : days.at(-1)
      return found === undefined ? Number.NaN : input.day - found
    }
    case 'streak-days':
    case 'streak-weeks':
      return naiveStreak(input, expr, new Set(activeDays(inFacts(rows, expr.facts))))
    default:
      return naiveDerived(input, one)
  }
}

function naiveGauge(rows: readonly Row[], how: 'latest' | 'max'): number {
  const kept = rows.filter((row, i) => !rows.some((later, j) => j > i && later.supersedes && sameKey(row, later)))
  let best: Row | undefined
  for (const row of kept) {
    if (row.last === undefined) continue
    if (best === undefined) best = row
    else if (how === 'latest' ? (row.ts ?? 0) >= (best.ts ?? 0) : row.last > best.last!) best = row
  }
  return best?.last ?? Number.NaN
}

function sameKey(a: Row, b: Row): boolean {
  return a.fact === b.fact && a.actor === b.actor && a.day === b.day
}

function naiveStreak(
  input: NaiveInput,
  expr: Extract<Expr, { kind: 'streak-days' | 'streak-weeks' }>,
  days: Set<number>,
): number {
  const step = expr.kind === 'streak-days' ? 1 : 7
  const good = (at: number): boolean => {
    if (expr.kind === 'streak-days') return days.has(at)
    return [0, 1, 2, 3, 4, 5, 6].filter((i) => days.has(at + i)).length >= expr.daysPerWeek
  }
  let at = expr.kind === 'streak-days' ? input.day : weekStartOf(input.day, input.weekStart)
  if (!good(at)) at -= step
  let streak = 0
  for (; good(at); at -= step) streak++
  return streak
}

function naiveDerived(input: NaiveInput, { expr, rows, role, values }: One): number {
  switch (expr.kind) {
    case 'members':
      return withRoles(membersOf(input), expr.roles).size
    case 'active-members': {
      const members = withRoles(membersOf(input), expr.roles)
      const active = keysWithActivity(inWindow(input, rows, expr), (row) => personOf(input, row.actor))
      return [...active].filter((person) => members.has(person)).length
    }
    case 'ratio':
      return values[expr.bottom] === 0 ? Number.NaN : values[expr.top]! / values[expr.bottom]!
    case 'change':
      return values[expr.before] === 0 ? Number.NaN : (values[expr.now]! - values[expr.before]!) / values[expr.before]!
    case 'difference':
      return values[expr.now]! - values[expr.before]!
    case 'trait': {
      const value = inForce(
        input,
        input.timeline.traits.filter((row) => row.key === expr.trait),
      )?.value
      return typeof value === 'number' ? value : Number.NaN
    }
    case 'mrr':
      return naiveMrr(input)
    case 'role':
      return role !== null && expr.roles.includes(role) ? 1 : 0
    case 'ago':
      return naiveAgo(input, expr)
    case 'top-member':
      return naiveTop(input, expr)
    case 'roll-up':
    case 'roll-up-where':
      return naiveRollUp(input, expr, values)
    case 'constant':
      return expr.value
    default:
      throw new Error(`no naive ${expr.kind}`)
  }
}

function naiveMrr(input: NaiveInput): number {
  const ids = new Set(input.timeline.subscriptions.map((row) => row.subscriptionId))
  const rows = [...ids].flatMap((id) => {
    const row = inForce(
      input,
      input.timeline.subscriptions.filter((one) => one.subscriptionId === id),
    )
    const over = row === undefined || (row.to !== null && dayOf(row.to) <= input.day)
    return over || row.mrrMinor === 0 ? [] : [row]
  })
  if (new Set(rows.map((row) => row.currency)).size > 1) return Number.NaN
  return rows.reduce((sum, row) => sum + row.mrrMinor, 0) / 100
}

function naiveRollUp(
  input: NaiveInput,
  expr: Extract<Expr, { kind: 'roll-up' | 'roll-up-where' }>,
  account: readonly number[],
): number {
  const members = [...naiveMembers(input).values()]
  const segmentOf = (key: string) => naiveSegment(input, key, account)
  if (expr.kind === 'roll-up-where') return members.filter((values) => naiveHolds(expr.when, values, segmentOf)).length
  const among = members.filter((values) => expr.among === undefined || naiveHolds(expr.among, values, segmentOf))
  const known = among.map((values) => values[expr.over]!).filter((value) => !Number.isNaN(value))
  if (expr.how === 'max') return known.length === 0 ? Number.NaN : Math.max(...known)
  const sum = known.reduce((total, value) => total + value, 0)
  return expr.how === 'sum' ? sum : known.length === 0 ? Number.NaN : sum / known.length
}

/** The number at an earlier close; the others are left out. */
function naiveAgo(input: NaiveInput, { of, days }: Extract<Expr, { kind: 'ago' }>): number {
  const expr = input.account[of]!
  const needed = new Set([of, ...(expr.kind === 'ratio' ? [expr.top, expr.bottom] : [])])
  const account = input.account.map((one, i): Expr => (needed.has(i) ? one : { kind: 'constant', value: Number.NaN }))
  return naiveAccount({ ...input, day: input.day - days, account })[of]!
}

const noSegment = (): undefined => undefined

function naiveTop(input: NaiveInput, { over, by, among }: Extract<Expr, { kind: 'top-member' }>): number {
  const known = [...naiveMembers(input).values()].filter(
    (values) => !Number.isNaN(values[by]!) && (among === undefined || naiveHolds(among, values, noSegment)),
  )
  const most = Math.max(...known.map((values) => values[by]!))
  const tops = known.filter((values) => values[by] === most).map((values) => values[over]!)
  const told = tops.filter((value) => !Number.isNaN(value))
  return told.length === 0 ? Number.NaN : Math.min(...told)
}

/** The band of the account's number; none where it is unknown or below all. */
function naiveSegment({ segments }: NaiveInput, key: string, account: readonly number[]): string | undefined {
  const rule = segments.find((segment) => segment.key === key)?.rule
  if (rule?.kind !== 'bands') throw new Error('only bands here')
  return rule.bands.filter(({ from }) => account[rule.quantity]! >= from).at(-1)?.name
}

function naiveHolds(
  when: Condition,
  values: readonly number[],
  segmentOf: (key: string) => string | undefined,
): boolean {
  if (when.kind === 'all') return when.of.every((one) => naiveHolds(one, values, segmentOf))
  if (when.kind === 'in-segment') return segmentOf(when.segment) === when.value
  if (when.kind !== 'compare' || when.op !== '>=') throw new Error('only >= here')
  return values[when.quantity]! >= when.value
}
