import type { IngestSettings } from '../config/ingest-settings.ts'
import type { ApplyBatch } from '../store/analytic/analytic-store.ts'
import type { NormalisedBatch, OtherMessage, RefusedMessage } from '../store/analytic/message.ts'
import type { ControlHeader } from '../store/log/log-record.ts'
import { accountKey } from './account-key.ts'
import { numberOfActor } from './actor-table.ts'
import { attributeEvent } from './attribute-event.ts'
import {
  type Attributing,
  type AttributionState,
  accountOf,
  type Lesson,
  personOf,
  startAttributing,
} from './attribution-state.ts'
import { closeMembership, openMembership } from './change-membership.ts'
import { placedEvents } from './event-places.ts'
import { joinPersons } from './join-persons.ts'
import { keepSource, keepTraits, noteSeen, SOURCE } from './keep-traits.ts'
import { mergeAccounts, splitAccount } from './merge-accounts.ts'
import { keptSuppression } from './suppression.ts'
import { traitOf } from './trait-table.ts'

/**
 * Decides, in order of n, the actor and account of each event and what each message teaches about persons and accounts. `state` moves on with the batch;
 * duplicates must have been taken out. If the batch is then not stored, the state has to be restored from the store.
 */
export function attributeBatch(batch: NormalisedBatch, state: AttributionState, settings: IngestSettings): ApplyBatch {
  const at = startAttributing(state, settings, batch.events)
  const next = { event: 0, other: 0 }
  for (const control of batch.controls) {
    attributeUntil(at, batch, next, control.firstN)
    applyControl(at, control)
  }
  attributeUntil(at, batch, next, Number.POSITIVE_INFINITY)
  const { links, memberships, traits, subscriptions, moves } = at
  const lists = { events: placedEvents(at.places), links, memberships, traits, subscriptions, moves }
  const refused = at.refused.length === 0 ? batch.refused : [...batch.refused, ...at.refused]
  return { log: batch.log, after: batch.after, upTo: batch.upTo, ...lists, refused, controls: batch.controls }
}

type Next = { event: number; other: number }

/** Events and other messages before a position, in order of n: between the events, the others say after how many of them they come. */
function attributeUntil(at: Attributing, { events, others }: NormalisedBatch, next: Next, before: number): void {
  for (;;) {
    const other = others[next.other]
    if (other?.after === next.event) {
      if (other.message.n >= before) return
      attributeMessage(at, other.message)
      next.other++
      continue
    }
    if (next.event === events.rows || events.n[next.event]! >= before) return
    attributeRow(at, next.event++)
  }
}

function attributeRow(at: Attributing, row: number): void {
  const { actor, named, n, source, knownAt } = at.places.columns
  const by = actor.values[actor.index[row]!]!
  const account = named.values[named.index[row]!] ?? null
  if (at.state.forgotten.size > 0 && isForgotten(at, account, by)) {
    at.places.drop[row] = 1
    at.refused.push(refuseForgotten({ n: n[row]!, source: source.values[source.index[row]!]!, knownAt: knownAt[row]! }))
  } else attributeEvent(at, row, numberInBatch(at, actor.index[row]!))
}

/** The number of an actor, looked up once a batch. */
function numberInBatch({ state, places }: Attributing, index: number): number {
  const known = places.actors[index]!
  if (known >= 0) return known
  const number = numberOfActor(state.actors, places.columns.actor.values[index]!)
  places.actors[index] = number
  return number
}

function attributeMessage(at: Attributing, message: OtherMessage): void {
  const actor = message.userId === null ? `a:${message.anonymousId}` : `u:${message.userId}`
  const account = message.type === 'alias' ? null : message.accountKey
  if (at.state.forgotten.size > 0 && isForgotten(at, account, actor)) {
    at.refused.push(refuseForgotten(message))
    return
  }
  switch (message.type) {
    case 'identify':
      learnIdentify(at, message, actor)
      return
    case 'group':
      learnGroup(at, message, actor)
      return
    case 'alias':
      learnAlias(at, message, actor)
      return
    case 'membership':
      learnMembership(at, message, actor)
      return
    case 'subscription':
      learnSubscription(at, message)
  }
}

type Of<T extends OtherMessage['type']> = Extract<OtherMessage, { type: T }>

/** The account named beside it (context.groupId) is where the call was made, not where somebody belongs: only `group` and `Account Added User` say that. */
function learnIdentify(at: Attributing, message: Of<'identify'>, actor: string): void {
  noteSeen(at, message, { of: 'person', key: personOf(at.state, actor) })
  if (message.userId !== null && message.anonymousId !== null) {
    joinPersons(at, message, { actor: `a:${message.anonymousId}`, into: actor })
  }
  const person = personOf(at.state, actor)
  keepTraits(at, message, { of: 'person', key: person, traits: message.traits })
}

/** Sent by nobody, it says what the account is, and no more. */
function learnGroup(at: Attributing, message: Of<'group'>, actor: string): void {
  const key = accountOf(at.state, message.accountKey)
  if (message.userId === null && message.anonymousId === null) noteSeen(at, message, { of: 'account', key })
  else {
    const person = personOf(at.state, actor)
    noteSeen(at, message, { of: 'person', key: person })
    enter(at, message, { person, account: message.accountKey, role: message.role })
  }
  keepTraits(at, message, { of: 'account', key, traits: message.traits })
}

/** A previous id may have been a userId or an anonymousId: both belong to the person from now on, unless they belong to another. */
function learnAlias(at: Attributing, message: Of<'alias'>, actor: string): void {
  noteSeen(at, message, { of: 'person', key: personOf(at.state, actor) })
  joinPersons(at, message, { actor: `a:${message.previousId}`, into: actor })
  joinPersons(at, message, { actor: `u:${message.previousId}`, into: actor })
}

function learnMembership(at: Attributing, message: Of<'membership'>, actor: string): void {
  const person = personOf(at.state, actor)
  const belonging = { person, account: message.accountKey, role: message.role }
  if (message.change === 'added') enter(at, message, belonging)
  else closeMembership(at, message, { ...belonging, account: accountOf(at.state, message.accountKey) })
}

function learnSubscription(at: Attributing, message: Of<'subscription'>): void {
  const key = accountOf(at.state, message.accountKey)
  noteSeen(at, message, { of: 'account', key })
  at.subscriptions.push({ ...message, accountKey: key })
}

type Entering = { readonly person: string; readonly account: string; readonly role: string | null }

/** The first member brings the account's source along. */
function enter(at: Attributing, lesson: Lesson, { person, account, role }: Entering): void {
  const key = accountOf(at.state, account)
  noteSeen(at, lesson, { of: 'account', key })
  openMembership(at, lesson, { person, account: key, role })
  const source = traitOf(at.state.personTraits, person, SOURCE)?.value
  if (typeof source === 'string') keepSource(at, lesson, { of: 'account', key, source })
}

function applyControl(at: Attributing, control: ControlHeader): void {
  switch (control.kind) {
    case 'account_merged':
      mergeAccounts(at, control)
      return
    case 'account_split':
      splitAccount(at, control)
      return
    case 'forgotten':
      at.state.forgotten.add(keptSuppression(control))
      return
    case 'day_closed':
    case 'config_activated':
    case 'override_set':
    case 'import_finished':
    case 'lost':
      return
  }
}

function isForgotten({ state, suppressed }: Attributing, account: string | null, actor: string): boolean {
  if (account !== null && suppressed([accountKey(accountOf(state, account)), accountKey(account)])) return true
  return suppressed([actor, actor.slice(2), personOf(state, actor)])
}

/** Nothing of what was sent is kept, not even in the quarantine. */
function refuseForgotten({ n, source, knownAt }: Pick<OtherMessage, 'n' | 'source' | 'knownAt'>): RefusedMessage {
  return { n, source, receivedAt: knownAt, reason: 'forgotten', detail: 'asked to be forgotten', raw: '' }
}
