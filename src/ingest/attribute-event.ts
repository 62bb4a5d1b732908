import type { Millis } from '../core/time.ts'
import type { EventColumns } from '../store/analytic/event-columns.ts'
import { NO_ACCOUNT, OF_EXCLUDED_ACCOUNT, OF_EXCLUDED_PERSON, warningBits } from '../store/analytic/event-flags.ts'
import { textAt } from '../store/analytic/text-column.ts'
import { type AccountAt, accountAt } from './account-at.ts'
import { noteKeyless } from './actor-table.ts'
import { type Attributing, accountOf, type Lesson } from './attribution-state.ts'
import { numberOfAccount } from './event-places.ts'
import { firstTouch } from './first-touch.ts'
import { isExcludedAccount } from './follow-exclusion.ts'
import { keepSource, noteSeen } from './keep-traits.ts'
import { readStretches } from './stretch-table.ts'

const OTHER_NAME = '__other__'
const NONE: AccountAt = { account: null, reason: 'none' }
const OVER_CAP = warningBits(['name_over_cap'])

/** Decides the account of an event of an actor, by its number, and whether it counts. */
export function attributeEvent(at: Attributing, row: number, actor: number): void {
  const { state, places } = at
  const { columns } = places
  const { actors } = state
  const ts = columns.ts[row]!
  const person = actors.person[actor]!
  const named = columns.named.index[row]!
  const place = named < 0 ? placeOf(at, ts, actor, person) : null
  const account = place === null ? accountOf(state, columns.named.values[named]!) : place.account
  if (!(actors.firstSeen[person]! <= ts)) notePerson(at, row, actors.keys[person]!)
  if (place !== null && place.reason !== null) places.noAccount[row] = NO_ACCOUNT[place.reason]
  if (account !== null) noteAccount(at, row, account)
  if (state.excluded.size > 0 && state.excluded.has(actors.keys[person]!)) columns.flags[row]! |= OF_EXCLUDED_PERSON
  capName(at, row)
}

function notePerson(at: Attributing, row: number, person: string): void {
  const { columns } = at.places
  const lesson = lessonOf(columns, row)
  if (!noteSeen(at, lesson, { of: 'person', key: person })) return
  keepSource(at, lesson, { of: 'person', key: person, source: firstTouch(textAt(columns.properties, row)) })
}

function noteAccount(at: Attributing, row: number, account: string): void {
  const { state, places } = at
  const number = numberOfAccount(places, account)
  places.account[row] = number
  if (!(places.accountsSeen[number]! <= places.columns.ts[row]!)) {
    noteSeen(at, lessonOf(places.columns, row), { of: 'account', key: account })
    places.accountsSeen[number] = state.accountsSeen.get(account)!
  }
  if (isExcludedAccount(at, account)) places.columns.flags[row]! |= OF_EXCLUDED_ACCOUNT
}

function lessonOf({ n, ts, knownAt }: EventColumns, row: number): Lesson {
  return { n: n[row]!, ts: ts[row]!, knownAt: knownAt[row]! }
}

/** Remembers that the actor has events which name no account: only those can move later. */
function placeOf({ settings, state: { actors } }: Attributing, ts: Millis, actor: number, person: number): AccountAt {
  if (settings.fallback === 'none') return NONE
  noteKeyless(actors, actor, { first: ts, last: ts })
  return accountAt(readStretches(actors.stretches, actors.stretch[person]!), ts, settings.reachesBackMs)
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
  if (places.other < 0) places.other = numberOfOther(places.names)
  places.name[row] = places.other
  places.columns.warnings[row]! |= OVER_CAP
}

/** Somebody may send the very name. */
function numberOfOther(names: string[]): number {
  const sent = names.indexOf(OTHER_NAME)
  return sent < 0 ? names.push(OTHER_NAME) - 1 : sent
}
