import type { AccountMatch, StripeSource } from '../sources.ts'
import { Trait } from './entity-quantities.ts'
import { badList, badOptions, type Misuse, type Misused, withMisuse } from './misuse.ts'

export type StripeOptions = {
  /**
   * How the account of a customer is found, tried in order: a path in the customer such as `metadata.account_id` or `email`, one of its subscription
   * (`subscription.metadata.account_id`), or `trait('stripe_customer_id')`, the property of an account that holds the customer's id. Default: `metadata.account_id` of both.
   */
  readonly account?: readonly (string | Trait)[]
  /** Name of the environment variable with a restricted key; default `TELLTALE_STRIPE_KEY`. */
  readonly key?: string
  /** Name of the one with the signing secret of the webhook; default `TELLTALE_STRIPE_WEBHOOK_SECRET`. */
  readonly webhookSecret?: string
  /** How often a server reads it, in minutes; default 360, for webhooks bring what is new. null: only when told to. */
  readonly everyMinutes?: number | null
}

/** The subscriptions of Stripe, being defined. */
export class StripeBuilder {
  readonly draft: StripeSource & Misused
  constructor(draft: StripeSource, misuse: readonly Misuse[] = []) {
    this.draft = { ...draft, ...withMisuse(misuse) }
  }
}

/** What Stripe knows of who pays what: its history through a restricted key, then its webhooks: `stripe({ account: [trait('stripe_customer_id')] })`. */
export function stripe(options: StripeOptions = {}): StripeBuilder {
  const { key = 'TELLTALE_STRIPE_KEY', webhookSecret = 'TELLTALE_STRIPE_WEBHOOK_SECRET', everyMinutes = 360 } = options
  const given = Array.isArray(options.account) ? options.account : DEFAULT
  const account = given.map(
    (one): AccountMatch => (one instanceof Trait ? { kind: 'trait', trait: one.trait } : { kind: 'path', path: one }),
  )
  return new StripeBuilder({ key, webhookSecret, everyMinutes, account }, [
    ...badOptions('stripe', options, ['account', 'key', 'webhookSecret', 'everyMinutes']),
    ...badList('stripe', options.account),
  ])
}

const DEFAULT = ['metadata.account_id', 'subscription.metadata.account_id']
