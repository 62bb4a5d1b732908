import type { Day, Millis } from './time.ts'

/** Which entity something is about: keys as the product sends them. A member is a person in an account. */
export type EntityRef =
  | { readonly level: 'account'; readonly account: string }
  | { readonly level: 'member'; readonly account: string; readonly person: string }
  | { readonly level: 'person'; readonly person: string }

/** Why a state changed: the first of these whose removal undoes it, else behaviour. Only fresh behaviour may trigger anything. */
export type Cause = 'behaviour' | 'config' | 'import' | 'merge' | 'correction'

export type TransitionSubject = 'signal' | 'band' | 'milestone' | 'activation' | 'metric' | 'playbook'

/** One compared number at the moment of a transition. */
export type Compared = {
  readonly label: string
  readonly quantity: string
  /** null: unknown. */
  readonly value: number | null
  readonly op: string
  readonly threshold: number
  readonly holds: boolean | null
}

/** A row of the append-only transition log. Its episode is (name, entity, ordinal), never a time. */
export type Transition = {
  readonly subject: TransitionSubject
  /** Key of the signal, milestone or metric; of a band `score.band`, so that each stay in a band is an episode; `activated` of activation; of a condition of a playbook `playbook.place`. */
  readonly name: string
  readonly entity: EntityRef
  /** 1 for the first episode of this entity. */
  readonly ordinal: number
  readonly what: 'opened' | 'closed' | 'escalated'
  /** When it became true: the triggering event's time, the moment a milestone was reached, or the close of the judged day. */
  readonly at: Millis
  readonly asOf: Day
  /** Event signals: the event's position. Trend signals: null. */
  readonly position: { readonly log: string; readonly n: number } | null
  readonly configHash: string
  readonly cause: Cause
  readonly values: readonly Compared[]
  /** The triggering event, then what each compared number was made of: at most 20 days and gauges in all, and the entitlements it was held against. */
  readonly evidence: readonly Evidence[]
}

/** What made a condition true, and when each part of it became known. */
export type Evidence =
  | {
      readonly kind: 'event'
      readonly name: string
      readonly messageId: string
      readonly ts: Millis
      readonly actor: string
      /** null: written by a version that did not keep it. */
      readonly knownAt: Millis | null
    }
  | {
      readonly kind: 'days'
      readonly label: string
      /** `knownDay`: on which the last that counts here became known; null: written by a version that did not keep it. */
      readonly days: readonly { readonly day: Day; readonly n: number; readonly knownDay: Day | null }[]
    }
  /** The last level that was reported, on which day, and the day on which that became known. */
  | {
      readonly kind: 'gauge'
      readonly label: string
      readonly value: number
      readonly day: Day
      readonly knownDay: Day
    }
  /** How far the account might go: the trait that says so with what it said, from when that is valid, and since when it is known. */
  | {
      readonly kind: 'entitlement'
      readonly label: string
      readonly trait: string
      readonly said: string | number | boolean
      /** null: no limit. */
      readonly limit: number | null
      readonly from: Millis
      readonly knownAt: Millis
    }
