import type { Millis, Zone } from '../../core/time.ts'
import type { Cause, EntityRef, Transition } from '../../core/transition.ts'
import { isFresh } from '../../judge/is-fresh.ts'
import type { JudgedTransition } from '../../judge/judge-input.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'

export type Naming = {
  readonly store: AnalyticStore
  readonly zone: Zone
  readonly account: number
  readonly configHash: string
  readonly cause: Cause
  readonly committedAt: Millis
}

/** A judged change with the names of its entity, its config and its cause: a row of the transition log. Only behaviour can be fresh. */
export function nameTransition(judged: JudgedTransition, naming: Naming): Transition & { fresh: boolean } {
  const transition: Transition = {
    subject: judged.signal.subject,
    name: judged.signal.key,
    entity: entityOf(naming.store, naming.account, judged.person),
    ordinal: judged.ordinal,
    what: judged.what,
    at: judged.at,
    asOf: judged.asOf,
    position: judged.position,
    configHash: naming.configHash,
    cause: naming.cause,
    values: judged.values,
    evidence: judged.evidence,
  }
  // What no event told by itself is known when the day is over, though a milestone was reached within it.
  const at = judged.position === null ? naming.zone.startOf(judged.asOf + 1) : judged.at
  return { ...transition, fresh: naming.cause === 'behaviour' && isFresh({ at }, naming.committedAt) }
}

/** The id that stands for none: of a person across accounts, and of events that belong to nobody. */
export const NO_ACCOUNT = 0

export function entityOf(store: AnalyticStore, account: number, person: number | null): EntityRef {
  if (account === NO_ACCOUNT && person !== null)
    return { level: 'person', person: store.dictionary.actor.keyOf(person) }
  const key = store.dictionary.account.keyOf(account)
  return person === null
    ? { level: 'account', account: key }
    : { level: 'member', account: key, person: store.dictionary.actor.keyOf(person) }
}
