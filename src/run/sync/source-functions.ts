import type { SyncAnswer, SyncPreview, UnmatchedList } from '../../contract/sources.ts'
import type { OpenSources } from './open-sources.ts'
import type { TakenEvent } from './take-stripe-event.ts'

type Options = { readonly restart?: boolean; readonly signal?: AbortSignal }

/** What is read from elsewhere, as functions of the library. */
export type SourceFunctions = {
  /** Reads the product's database as the configuration's `sources.postgres` says, and takes in what is new or changed. */
  readonly syncPostgres: (options?: Options) => Promise<SyncAnswer>
  /** What that would read, and what its first rows would become; writes nothing. */
  readonly previewPostgres: () => Promise<SyncPreview>
  /** Reads Stripe as the configuration's `sources.stripe` says, and takes in what is new or changed. */
  readonly syncStripe: (options?: Options) => Promise<SyncAnswer>
  /** Takes the body of a webhook of Stripe with its `Stripe-Signature`; `refused`: that is not good. */
  readonly takeStripeEvent: (body: Buffer, signature: string) => Promise<TakenEvent | 'refused'>
  /** Customers of Stripe who pay and of whom no rule says which account they are. */
  readonly unmatchedCustomers: () => Promise<UnmatchedList>
}

/** Nobody gives these up. */
const NEVER = new AbortController().signal

export function sourceFunctions(sources: OpenSources): SourceFunctions {
  return {
    syncPostgres: ({ restart = false, signal = NEVER } = {}) => sources.syncSource('postgres', { restart }, signal),
    previewPostgres: () => sources.previewSource(),
    syncStripe: ({ restart = false, signal = NEVER } = {}) => sources.syncSource('stripe', { restart }, signal),
    takeStripeEvent: (body, signature) => sources.takeStripeBody(body, signature),
    unmatchedCustomers: () => sources.listUnmatched(),
  }
}
