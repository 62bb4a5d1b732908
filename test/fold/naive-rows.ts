import type { Expr, Window } from '../../src/config/expression.ts'
import type { FactKey } from '../../src/config/fact-key.ts'
import type { Segment } from '../../src/config/model.ts'
import { MS_PER_DAY, monthStartOf, weekStartOf } from '../../src/core/time.ts'
import { EXCLUDED } from '../../src/store/analytic/excluded-trait.ts'
import type { AccountTimeline, MembershipRow, View } from '../../src/store/analytic/rows.ts'
import { factId, knownOf, type Row } from './build-fold.ts'

/** The world as one day's close sees it. Written for plainness: everything is recomputed from the visible rows, day by day. */
export type NaiveInput = {
  readonly rows: readonly Row[]
  readonly timeline: AccountTimeline
  readonly view: View
  readonly weekStart: 'monday' | 'sunday'
  readonly day: number
  readonly account: readonly Expr[]
  /** Of accounts, by bands. */
  readonly segments: readonly Segment[]
  readonly member: readonly Expr[]
}

export const dayOf = (at: number): number => Math.floor(at / MS_PER_DAY)
type Said = { readonly from: number; readonly knownAt: number }

function visible(input: NaiveInput, said: Said): boolean {
  return dayOf(said.from) <= input.day && (input.view === 'report' || dayOf(said.knownAt) <= input.day)
}

export function inForce<T extends Said>(input: NaiveInput, said: readonly T[]): T | undefined {
  let best: T | undefined
  for (const one of said) {
    if (!visible(input, one)) continue
    if (best === undefined || one.from > best.from || (one.from === best.from && one.knownAt >= best.knownAt))
      best = one
  }
  return best
}

export function rowsSeen(input: NaiveInput): Row[] {
  return input.rows.filter((row) => row.day <= input.day && (input.view === 'report' || knownOf(row) <= input.day))
}

export function personOf(input: NaiveInput, actor: number): number {
  let person = actor
  for (let hop = 0; hop < 64; hop++) {
    const links = input.timeline.links.filter(
      (link) => link.actor === person && (input.view === 'report' || dayOf(link.knownAt) <= input.day),
    )
    const last = links.sort((a, b) => a.knownAt - b.knownAt).at(-1)
    if (last === undefined) return person
    person = last.person
  }
  return person
}

/** Members at the close: person → role. */
export function membersOf(input: NaiveInput): Map<number, string | null> {
  const byPerson = new Map<number, MembershipRow[]>()
  for (const row of input.timeline.members) {
    const person = personOf(input, row.person)
    byPerson.set(person, [...(byPerson.get(person) ?? []), row])
  }
  const members = new Map<number, string | null>()
  for (const [person, rows] of byPerson) {
    const row = inForce(input, rows)
    if (isExcluded(input, person)) continue
    if (row !== undefined && (row.to === null || dayOf(row.to) > input.day)) members.set(person, row.role)
  }
  return members
}

/** By what is known last, which in a report is known of all days. */
function isExcluded({ timeline, view, day }: NaiveInput, person: number): boolean {
  const told = timeline.personTraits.filter((row) => row.person === person && row.key === EXCLUDED)
  return told.filter(({ knownAt }) => view === 'report' || dayOf(knownAt) <= day).at(-1)?.value === true
}

export function withRoles(members: Map<number, string | null>, roles: readonly string[] | null): Set<number> {
  return new Set(
    [...members].filter(([, role]) => roles === null || (role !== null && roles.includes(role))).map(([p]) => p),
  )
}

function span(input: NaiveInput, window: Window): [number, number] {
  const last = 'offset' in window ? input.day - window.offset : input.day
  if (window.kind === 'rolling') return [last - window.days + 1, last]
  if (window.kind === 'calendar')
    return [window.unit === 'week' ? weekStartOf(last, input.weekStart) : monthStartOf(last), last]
  return [Number.NEGATIVE_INFINITY, last]
}

export function inFacts(rows: readonly Row[], facts: readonly FactKey[]): Row[] {
  const ids = new Set(facts.map(factId))
  return rows.filter((row) => ids.has(row.fact))
}

export function inWindow(
  input: NaiveInput,
  rows: readonly Row[],
  of: { facts: readonly FactKey[]; window: Window },
): Row[] {
  const [first, last] = span(input, of.window)
  return inFacts(rows, of.facts).filter((row) => row.day >= first && row.day <= last)
}

export const count = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + (row.n ?? 1), 0)

/** Keys with a positive total in some day. */
export function keysWithActivity<K>(rows: readonly Row[], keyOf: (row: Row) => K): Set<K> {
  const totals = new Map<string, { key: K; n: number }>()
  for (const row of rows) {
    const text = `${row.actor}|${row.day}|${String(keyOf(row))}`
    const entry = totals.get(text) ?? { key: keyOf(row), n: 0 }
    totals.set(text, { ...entry, n: entry.n + (row.n ?? 1) })
  }
  return new Set([...totals.values()].filter((entry) => entry.n > 0).map((entry) => entry.key))
}

export function activeDays(rows: readonly Row[]): number[] {
  const totals = new Map<number, number>()
  for (const row of rows) totals.set(row.day, (totals.get(row.day) ?? 0) + (row.n ?? 1))
  return [...totals]
    .filter(([, n]) => n > 0)
    .map(([day]) => day)
    .sort((a, b) => a - b)
}
