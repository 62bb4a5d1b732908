import type { AttributedEvent } from '../store/analytic/analytic-store.ts'
import type { EventMessage } from '../store/analytic/message.ts'
import { type AccountAt, accountAt } from './account-at.ts'
import { type Attributing, accountKey, accountOf, personOf } from './attribution-state.ts'
import { firstTouch } from './first-touch.ts'
import { keepSource, noteSeen } from './keep-traits.ts'

const OTHER_NAME = '__other__'
const NONE: AccountAt = { account: null, reason: 'none' }

/** Decides an event's actor and account, and whether it counts. */
export function attributeEvent(at: Attributing, event: EventMessage, actor: string): void {
  const { state } = at
  const person = personOf(state, actor)
  const place = event.accountKey === null ? placeOf(at, event, actor, person) : null
  const account = place === null ? accountOf(state, event.accountKey!) : place.account
  if (noteSeen(at, event, { of: 'person', key: person })) {
    keepSource(at, event, { of: 'person', key: person, source: firstTouch(event.properties) })
  }
  if (account !== null) noteSeen(at, event, { of: 'account', key: account })
  const excluded =
    event.excluded || state.excluded.has(person) || (account !== null && state.excluded.has(accountKey(account)))
  at.events.push(placedEvent(withinCap(at, event), excluded, { actor, account, noAccount: place?.reason ?? null }))
}

type Placed = Pick<AttributedEvent, 'actor' | 'account' | 'noAccount'>

/** Written out, not spread: several times faster, and this is built for every event. */
function placedEvent(event: EventMessage, excluded: boolean, { actor, account, noAccount }: Placed): AttributedEvent {
  return {
    type: 'event',
    n: event.n,
    source: event.source,
    messageId: event.messageId,
    ts: event.ts,
    tsRaw: event.tsRaw,
    knownAt: event.knownAt,
    arrivalAssumed: event.arrivalAssumed,
    imported: event.imported,
    userId: event.userId,
    anonymousId: event.anonymousId,
    warnings: event.warnings,
    name: event.name,
    call: event.call,
    accountKey: event.accountKey,
    sessionId: event.sessionId,
    properties: event.properties,
    excluded,
    actor,
    account,
    noAccount,
  }
}

/** Remembers that the actor has events which name no account: only those can move later. */
function placeOf(at: Attributing, { ts }: EventMessage, actor: string, person: string): AccountAt {
  if (at.settings.fallback === 'none') return NONE
  const seen = at.state.keyless.get(actor)
  if (seen === undefined) at.state.keyless.set(actor, { first: ts, last: ts })
  else if (ts < seen.first) seen.first = ts
  else if (ts > seen.last) seen.last = ts
  const stretches = at.state.memberships.get(person)
  return stretches === undefined ? NONE : accountAt(stretches, ts, at.settings.reachesBackMs)
}

/** A product that puts ids into event names would make a fact per id: names beyond the cap are counted together. */
function withinCap(at: Attributing, event: EventMessage): EventMessage {
  const { names } = at.state
  if (names.has(event.name)) return event
  if (names.size < at.settings.maxNames) {
    names.add(event.name)
    return event
  }
  return { ...event, name: OTHER_NAME, warnings: [...event.warnings, 'name_over_cap'] }
}
