import type { Millis } from '../../core/time.ts'
import type { TraitValue } from './message.ts'

/** What the state of attribution is made of again at start: keys as text, every list in the order of application. */
export type AttributionRows = {
  readonly links: readonly { readonly actor: string; readonly person: string }[]
  readonly memberships: readonly {
    readonly account: string
    readonly person: string
    readonly from: Millis
    readonly to: Millis | null
    readonly role: string | null
  }[]
  readonly traits: readonly {
    readonly of: 'account' | 'person'
    readonly subject: string
    readonly key: string
    readonly value: TraitValue
    readonly from: Millis
  }[]
  /** Actors with events that name no account of their own, and when. */
  readonly keyless: readonly { readonly actor: string; readonly first: Millis; readonly last: Millis }[]
  /** First event of the actors that no trait tells it of. */
  readonly seen: readonly { readonly actor: string; readonly first: Millis }[]
  readonly names: readonly string[]
  readonly merged: readonly { readonly from: string; readonly into: string }[]
  readonly forgotten: readonly { readonly subject: 'person' | 'account'; readonly id: string }[]
}

/** Some rows of some of the lists. Lists come one after the other as they stand above, in as many parts as it takes: a store of millions never lies in memory as rows. */
export type AttributionPart = Partial<AttributionRows>
