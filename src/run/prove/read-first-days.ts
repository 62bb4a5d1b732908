import type { FactKey } from '../../config/fact-key.ts'
import type { Day, Zone } from '../../core/time.ts'

import type { CandidateDraft } from '../../proof/discover/list-candidates.ts'
import { type FirstDayRow, observeFirstDays, type Reached } from '../../proof/discover/observe-first-days.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { Project } from '../project.ts'
import { type AccountInput, streamAccounts } from '../stream-accounts.ts'

/** What an account, or a user in it, did in the first days. */
export type FirstDays = {
  readonly account: number
  readonly start: Day
  /** Events on the first day and the next, and within all the first days; 0: the product was not used. */
  readonly early: number
  readonly used: number
  readonly reached: readonly Reached[]
  /** Of a user: local days with activity, ascending; of an account none are told. */
  readonly activeDays: readonly Day[]
}

export type FirstDaysAsked = {
  readonly level: 'account' | 'user'
  readonly candidates: readonly CandidateDraft[]
  readonly active: readonly FactKey[]
  readonly days: DayRange
  /** Days from the start on that are looked at. */
  readonly landmark: number
  /** Day of sign-up by account; whoever is missing is not read. Of users the account's day says nothing, theirs is their first. */
  readonly starts: ReadonlyMap<number, Day>
  /** When an account had its outcome; to tell what is done only after it. */
  readonly decided: ReadonlyMap<number, Day>
  readonly stop: AbortSignal
  readonly progress: (done: number) => void
}

export type FirstDaysRead = {
  readonly found: readonly FirstDays[]
  /** By candidate: accounts that first did it before their outcome (or on its day), and after. */
  readonly before: Int32Array
  readonly after: Int32Array
}

/** A day is known at the close of the next one: so late may what was done be told. */
const LATENESS = 1

/** The first days of everybody, as they were known at the close of the day behind the landmark. */
export async function readFirstDays({ store, zone }: Project, asked: FirstDaysAsked): Promise<FirstDaysRead> {
  const { candidates, active, days, stop, progress } = asked
  const facts = [...new Set([...candidates.flatMap((one) => one.facts), ...active])]
  const timeline = {
    ...{ people: true, personTraits: [], accountTraits: [], subscriptions: false, firstSeen: false, heard: false },
  }
  const reading: Reading = {
    ...{ ...asked, zone },
    candidatesOf: numberFacts(candidates, store.dictionary.fact.idOf),
    activeIds: new Set(active.flatMap((key) => store.dictionary.fact.idOf(key) ?? [])),
    before: new Int32Array(candidates.length),
    after: new Int32Array(candidates.length),
  }
  const found: FirstDays[] = []
  for await (const input of streamAccounts(store, {
    ...{ accounts: null, days, knownUpTo: null, facts, columns: [], timeline },
  })) {
    stop.throwIfAborted()
    progress(input.account)
    tellOrder(input, reading)
    found.push(...(asked.level === 'account' ? readAccount(input, reading) : readUsers(input, reading)))
  }
  return { found, before: reading.before, after: reading.after }
}

type Reading = FirstDaysAsked & {
  readonly zone: Zone
  readonly candidatesOf: ReadonlyMap<number, readonly number[]>
  readonly activeIds: ReadonlySet<number>
  readonly before: Int32Array
  readonly after: Int32Array
}

function numberFacts(
  candidates: readonly CandidateDraft[],
  idOf: (key: FactKey) => number | undefined,
): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>()
  for (const [i, { facts }] of candidates.entries())
    for (const id of facts.flatMap((key) => idOf(key) ?? [])) found.set(id, [...(found.get(id) ?? []), i])
  return found
}

function tellOrder(
  { account, block, start, end }: AccountInput,
  { decided, candidatesOf, before, after }: Reading,
): void {
  const outcome = decided.get(account)
  if (outcome === undefined) return
  const first = new Map<number, Day>()
  for (let row = start; row < end; row++)
    for (const candidate of candidatesOf.get(block.fact[row]!) ?? [])
      first.set(candidate, Math.min(first.get(candidate) ?? Number.POSITIVE_INFINITY, block.day[row]!))
  for (const [candidate, day] of first) (day > outcome ? after : before)[candidate]! += 1
}

function readAccount(input: AccountInput, reading: Reading): FirstDays[] {
  const day = reading.starts.get(input.account)
  if (day === undefined) return []
  const asOf = day + reading.landmark + LATENESS
  const personOf = readPersons(input, reading.zone.startOf(asOf))
  const rows = rowsOf(input, reading, { start: day, personOf })
  const owners = ownersOf(input, reading.zone.startOf(asOf))
  return [toFirstDays(input.account, { start: day, rows, owners, activeDays: [] })]
}

/** Whoever was first seen while everything was recorded; each from their own first day on. */
function readUsers(input: AccountInput, reading: Reading): FirstDays[] {
  const { block, start, end, account } = input
  const personOf = readPersons(input, reading.zone.startOf(reading.days.to + 1))
  const firsts = new Map<number, Day>()
  const active = new Map<number, Set<Day>>()
  for (let row = start; row < end; row++) {
    const person = personOf(block.actor[row]!)
    const day = block.day[row]!
    firsts.set(person, Math.min(firsts.get(person) ?? Number.POSITIVE_INFINITY, day))
    if (!reading.activeIds.has(block.fact[row]!) || block.n[row]! <= 0) continue
    if (!active.has(person)) active.set(person, new Set())
    active.get(person)!.add(day)
  }
  return [...firsts].map(([person, first]) => {
    const rows = rowsOf(input, reading, { start: first, personOf, only: person })
    const activeDays = [...(active.get(person) ?? [])].sort((a, b) => a - b)
    return toFirstDays(account, { start: first, rows, owners: null, activeDays })
  })
}

/** Which person an actor was, as known at an instant. */
function readPersons({ timeline }: AccountInput, at: number): (actor: number) => number {
  const persons = new Map(
    timeline.links.filter(({ knownAt }) => knownAt < at).map(({ actor, person }) => [actor, person]),
  )
  return (actor) => persons.get(actor) ?? actor
}

function ownersOf({ timeline }: AccountInput, at: number): ReadonlySet<number> | null {
  const own = timeline.members.filter(({ role, knownAt }) => role?.toLowerCase() === 'owner' && knownAt < at)
  return own.length === 0 ? null : new Set(own.map(({ person }) => person))
}

type Rows = { readonly start: Day; readonly personOf: (actor: number) => number; readonly only?: number }

function rowsOf(
  { block, start: from, end }: AccountInput,
  { candidatesOf, landmark }: Reading,
  { start, personOf, only }: Rows,
): FirstDayRow[] {
  const rows: FirstDayRow[] = []
  for (let row = from; row < end; row++) {
    const day = block.day[row]! - start
    if (day < 0 || day >= landmark || block.knownDay[row]! > start + landmark - 1 + LATENESS) continue
    const person = personOf(block.actor[row]!)
    if (only !== undefined && person !== only) continue
    for (const candidate of candidatesOf.get(block.fact[row]!) ?? [])
      rows.push({ candidate, day, person, n: block.n[row]! })
  }
  return rows
}

type Told = Pick<FirstDays, 'start' | 'activeDays'> & {
  readonly rows: readonly FirstDayRow[]
  readonly owners: ReadonlySet<number> | null
}

function toFirstDays(account: number, { start, rows, owners, activeDays }: Told): FirstDays {
  const sum = (of: readonly FirstDayRow[]): number => of.reduce((total, { n }) => total + n, 0)
  return {
    ...{ account, start, activeDays, reached: observeFirstDays(rows, owners) },
    ...{ early: sum(rows.filter(({ day }) => day <= 1)), used: sum(rows) },
  }
}
