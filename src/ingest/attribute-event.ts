import type { Millis } from '../core/time.ts'
import type { EventColumns } from '../store/analytic/event-columns.ts'
import { FLAG, NO_ACCOUNT, warningBits } from '../store/analytic/event-flags.ts'
import { textAt } from '../store/analytic/text-column.ts'
import { type AccountAt, accountAt } from './account-at.ts'
import { type Attributing, type AttributionState, accountOf, type Lesson, personOf } from './attribution-state.ts'
import { numberOfAccount } from './event-places.ts'
import { firstTouch } from './first-touch.ts'
import { keepSource, noteSeen } from './keep-traits.ts'

const OTHER_NAME = '__other__'
const NONE: AccountAt = { account: null, reason: 'none' }
const OVER_CAP = warningBits(['name_over_cap'])

/** Decides an event's account, and whether it counts. */
export function attributeEvent(at: Attributing, row: number, actor: string): void {
  const { state, places } = at
  const { columns } = places
  const ts = columns.ts[row]!
  const person = personOf(state, actor)
  const named = columns.named.index[row]!
  const place = named < 0 ? placeOf(at, ts, actor, person) : null
  const account = place === null ? accountOf(state, columns.named.values[named]!) : place.account
  if (isNews(state, person, ts)) notePerson(at, row, person)
  if (place !== null && place.reason !== null) places.noAccount[row] = NO_ACCOUNT[place.reason]
  if (account !== null) noteAccount(at, row, account)
  if (state.excluded.has(person)) columns.flags[row]! |= FLAG.excluded
  capName(at, row)
}

function isNews(state: AttributionState, key: string, ts: Millis): boolean {
  const known = state.firstSeen.get(key)
  return known === undefined || known > ts
}

function notePerson(at: Attributing, row: number, person: string): void {
  const { columns } = at.places
  const lesson = lessonOf(columns, row)
  if (!noteSeen(at, lesson, { of: 'person', key: person })) return
  keepSource(at, lesson, { of: 'person', key: person, source: firstTouch(textAt(columns.properties, row)) })
}

/** The key under which the state knows the account is put together once a batch, not once an event. */
function noteAccount(at: Attributing, row: number, account: string): void {
  const { state, places } = at
  const number = numberOfAccount(places, account)
  const key = places.accountKeys[number]!
  places.account[row] = number
  if (isNews(state, key, places.columns.ts[row]!))
    noteSeen(at, lessonOf(places.columns, row), { of: 'account', key: account })
  if (state.excluded.has(key)) places.columns.flags[row]! |= FLAG.excluded
}

function lessonOf({ n, ts, knownAt }: EventColumns, row: number): Lesson {
  return { n: n[row]!, ts: ts[row]!, knownAt: knownAt[row]! }
}

/** Remembers that the actor has events which name no account: only those can move later. */
function placeOf(at: Attributing, ts: Millis, actor: string, person: string): AccountAt {
  if (at.settings.fallback === 'none') return NONE
  const seen = at.state.keyless.get(actor)
  if (seen === undefined) at.state.keyless.set(actor, { first: ts, last: ts })
  else if (ts < seen.first) seen.first = ts
  else if (ts > seen.last) seen.last = ts
  const stretches = at.state.memberships.get(person)
  return stretches === undefined ? NONE : accountAt(stretches, ts, at.settings.reachesBackMs)
}

/** A product that puts ids into event names would make a fact per id: names beyond the cap are counted together. */
function capName({ state: { names }, settings, places }: Attributing, row: number): void {
  const index = places.name[row]!
  if (places.isWithinCap[index] === 1) return
  const name = places.names[index]!
  if (names.has(name) || names.size < settings.maxNames) {
    names.add(name)
    places.isWithinCap[index] = 1
    return
  }
  if (!places.names.includes(OTHER_NAME)) places.names.push(OTHER_NAME)
  places.name[row] = places.names.indexOf(OTHER_NAME)
  places.columns.warnings[row]! |= OVER_CAP
}
