/** Where the rows of a target are: a column of the query; `=TEXT` is the same for all rows. */
export type ColumnName = string

/** What every target of a database says: the query that gives its rows. */
type Query = {
  /** A single statement that reads; it is run in a read-only transaction. */
  readonly sql: string
  /** Column that grows with every change, such as `updated_at`: only rows from the last one on are read, and rows that vanish are not noticed. */
  readonly cursor?: ColumnName
}

/** Columns that are not named otherwise become properties of the account or person. */
type Traits = {
  /** Column with the time since when it exists. */
  readonly since?: ColumnName
  /** Columns that never change, so that the first snapshot says them of all time since `since`. */
  readonly fixed?: readonly ColumnName[]
}

export type AccountRows = Query & Traits & { readonly account: ColumnName }
export type PeopleRows = Query & Traits & { readonly person: ColumnName }
export type MembershipRows = Query & {
  readonly person: ColumnName
  readonly account: ColumnName
  readonly role?: ColumnName
  readonly since?: ColumnName
  readonly until?: ColumnName
}
/** What accounts may use: every further column is a limit, kept as a property of the account. */
export type EntitlementRows = Query & { readonly account: ColumnName }
export type SubscriptionRows = Query & {
  readonly id: ColumnName
  readonly account: ColumnName
  readonly amount: ColumnName
  /** Whether amounts are whole minor units (cents) or decimals of the currency; default minor. */
  readonly unit?: 'minor' | 'major'
  /** For how many months an amount is; default one. */
  readonly months?: ColumnName
  readonly currency: ColumnName
  readonly plan?: ColumnName
  readonly status?: ColumnName
  readonly since: ColumnName
  readonly until?: ColumnName
  readonly cancelled?: ColumnName
}
/** Rows that are added and never changed. Columns that are not named otherwise become properties of the event. */
export type EventRows = Omit<Query, 'cursor'> & {
  readonly id: ColumnName
  readonly event: ColumnName
  readonly at: ColumnName
  readonly person: ColumnName
  readonly account?: ColumnName
  readonly cursor: ColumnName
}
/** Each becomes the event `Ticket Opened` and, when it is closed, `Ticket Closed`. */
export type TicketRows = Query & {
  readonly id: ColumnName
  readonly person: ColumnName
  readonly account?: ColumnName
  readonly opened: ColumnName
  readonly closed?: ColumnName
}

export type PostgresTargets = {
  readonly accounts?: AccountRows
  readonly people?: PeopleRows
  readonly memberships?: MembershipRows
  readonly entitlements?: EntitlementRows
  readonly subscriptions?: SubscriptionRows
  readonly events?: EventRows
  readonly tickets?: TicketRows
}

/** In the order in which they are read. */
export const POSTGRES_TARGETS = [
  'accounts',
  'people',
  'memberships',
  'entitlements',
  'subscriptions',
  'tickets',
  'events',
] as const satisfies readonly (keyof PostgresTargets)[]
export type TargetName = (typeof POSTGRES_TARGETS)[number]

/** A database of the product that is read again and again. */
export type PostgresSource = {
  /** Name of the environment variable with the connection string. */
  readonly url: string
  /** How often a server reads it; null: only when told to. */
  readonly everyMinutes: number | null
  readonly targets: PostgresTargets
}

/** How the account of a customer of Stripe is found: a path in the customer (or `subscription.…`), or the property of an account that holds the customer's id. */
export type AccountMatch =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'trait'; readonly trait: string }

/** Who pays what. */
export type StripeSource = {
  /** Names of the environment variables with a restricted key, and with the secret of the webhook. */
  readonly key: string
  readonly webhookSecret: string
  /** How often a server reads it; null: only when told to. */
  readonly everyMinutes: number | null
  /** Tried in order. */
  readonly account: readonly AccountMatch[]
}

/** Where else the truth is. No part of the Model: what comes in is in the log. */
export type Sources = { readonly postgres: PostgresSource | null; readonly stripe: StripeSource | null }

export const NO_SOURCES: Sources = { postgres: null, stripe: null }

type Part = { readonly needed: readonly string[]; readonly free: readonly string[] }

const QUERY = ['cursor'] as const

/** The columns that each target names, besides `sql`: those it must and those it may. */
export const TARGET_COLUMNS: Readonly<Record<TargetName, Part>> = {
  accounts: { needed: ['account'], free: ['since', ...QUERY] },
  people: { needed: ['person'], free: ['since', ...QUERY] },
  memberships: { needed: ['person', 'account'], free: ['role', 'since', 'until', ...QUERY] },
  entitlements: { needed: ['account'], free: [...QUERY] },
  subscriptions: {
    needed: ['id', 'account', 'amount', 'currency', 'since'],
    free: ['months', 'plan', 'status', 'until', 'cancelled', ...QUERY],
  },
  tickets: { needed: ['id', 'person', 'opened'], free: ['account', 'closed', ...QUERY] },
  events: { needed: ['id', 'event', 'person', 'at', 'cursor'], free: ['account'] },
}

/** Options of a target that are no columns. */
export const TARGET_OPTIONS: Readonly<Record<TargetName, readonly string[]>> = {
  accounts: ['fixed'],
  people: ['fixed'],
  memberships: [],
  entitlements: [],
  subscriptions: ['unit'],
  tickets: [],
  events: [],
}
