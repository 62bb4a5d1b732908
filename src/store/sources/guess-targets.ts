import type { PostgresTargets } from '../../config/sources.ts'
import type { SourceTable } from './read-tables.ts'

/** Queries for what an application's database seems to hold, and what somebody has to decide about them. */
export type GuessedTargets = { readonly targets: PostgresTargets; readonly decisions: readonly string[] }

const ACCOUNTS = /^(accounts?|companies|company|organi[sz]ations?|orgs?|workspaces?|tenants?|teams?|customers?)$/i
const PEOPLE = /^(users?|people|persons?|members|profiles?|app_users)$/i
const SUBSCRIPTIONS = /subscription/i
const TICKETS = /^((\w+_)?tickets?|cases|conversations|support_requests?)$/i
/** Whatever comes before: `ahoy_events`, `user_activities`. What names no person is told apart by its columns. */
const EVENTS = /(^|_)(events?|audit_?(logs?|trail)|activity|activities|activity_?logs?|event_?logs?|tracks)$/i
/** Columns nobody needs to read, and that are better left where they are. */
const SECRET = /pass|secret|token|hash|salt|otp|iban|card|ssn|birth|phone|street|address|(^|_)ip$|api_?key/i
const READABLE =
  /^(smallint|integer|bigint|numeric|real|double precision|boolean|text|character varying|character|uuid|date|timestamp|citext)/

const CREATED = /^(created_?at|created_?on|inserted_?at|signed_?up_?at|joined_?at|since|started_?at|start_?date)$/i
const LIMIT = /(^|_)(limit|quota|max|included|allowance)(_|$)/i

/** Tables that may hold the accounts, the likeliest first. */
export function accountTables(tables: readonly SourceTable[]): readonly SourceTable[] {
  const names = ['account', 'compan', 'organi', 'org', 'workspace', 'tenant', 'customer', 'team']
  const rank = ({ name }: SourceTable) => names.findIndex((start) => name.toLowerCase().startsWith(start))
  return tables.filter(({ name, key }) => ACCOUNTS.test(name) && key.length === 1).sort((a, b) => rank(a) - rank(b))
}

/** `accounts`: the table that holds them; null: there is none. */
export function guessTargets(tables: readonly SourceTable[], accounts: SourceTable | null): GuessedTargets {
  const people = tables.find(({ name, key }) => PEOPLE.test(name) && key.length === 1) ?? null
  const known: Known = { tables, accounts, people }
  const decisions: string[] = []
  const guess = <T>(made: Guess<T> | null): T | undefined => {
    decisions.push(...(made?.decisions ?? []))
    return made?.target
  }
  const targets: PostgresTargets = withoutAbsent({
    accounts: guess(accounts === null ? null : guessAccounts(accounts)),
    people: guess(people === null ? null : guessPeople(people)),
    memberships: guess(guessMemberships(known)),
    entitlements: guess(guessEntitlements(known)),
    subscriptions: guess(guessSubscriptions(known)),
    tickets: guess(guessTickets(known)),
    events: guess(guessEvents(known)),
  })
  return { targets, decisions }
}

type Known = {
  readonly tables: readonly SourceTable[]
  readonly accounts: SourceTable | null
  readonly people: SourceTable | null
}
type Guess<T> = { readonly target: T; readonly decisions?: readonly string[] }
type Target<K extends keyof PostgresTargets> = NonNullable<PostgresTargets[K]>

function withoutAbsent(targets: { [K in keyof PostgresTargets]: PostgresTargets[K] | undefined }): PostgresTargets {
  return Object.fromEntries(Object.entries(targets).filter(([, target]) => target !== undefined)) as PostgresTargets
}

function guessAccounts(table: SourceTable): Guess<Target<'accounts'>> {
  const since = columnOf(table, CREATED)
  return { target: { sql: selectOf(table), account: table.key[0]!, ...(since === null ? {} : { since }) } }
}

function guessPeople(table: SourceTable): Guess<Target<'people'>> {
  const since = columnOf(table, CREATED)
  const left = table.columns.filter(({ name }) => SECRET.test(name)).map(({ name }) => name)
  return {
    target: { sql: selectOf(table), person: table.key[0]!, ...(since === null ? {} : { since }) },
    decisions: left.length === 0 ? [] : [`Not read of ${table.name}: ${left.join(', ')}. What of the rest is needed?`],
  }
}

/** A table between the two; else the people's own, where each has one account. */
function guessMemberships({ tables, accounts, people }: Known): Guess<Target<'memberships'>> | null {
  if (accounts === null || people === null) return null
  const between = tables.filter(
    (table) => table !== accounts && table !== people && pairOf(table, { accounts, people }) !== null,
  )
  const table =
    between.find(({ name }) => /member|user/i.test(name)) ?? (refTo(people, accounts) === null ? undefined : people)
  if (table === undefined) return null
  const account = refTo(table, accounts)!
  const person = table === people ? people.key[0]! : refTo(table, people)!
  const [role, since] = [columnOf(table, /^(role|kind|access(_level)?)$/i), columnOf(table, CREATED)]
  const until = columnOf(table, /^(ended_?at|left_?at|removed_?at|deleted_?at)$/i)
  const columns = [person, account, role, since, until].filter((name) => name !== null)
  return {
    target: {
      ...{ sql: selectOf(table, columns), person, account },
      ...{
        ...(role === null ? {} : { role }),
        ...(since === null ? {} : { since }),
        ...(until === null ? {} : { until }),
      },
    },
  }
}

function pairOf(table: SourceTable, { accounts, people }: { accounts: SourceTable; people: SourceTable }): true | null {
  return refTo(table, accounts) !== null && refTo(table, people) !== null ? true : null
}

/** Limits of the plan that an account names. */
function guessEntitlements({ tables, accounts }: Known): Guess<Target<'entitlements'>> | null {
  const plans = tables.find(
    ({ name, columns }) =>
      /^(plans?|tiers?|packages?)$/i.test(name) && columns.some(({ name: one }) => LIMIT.test(one)),
  )
  if (accounts === null || plans === undefined) return null
  const column = refTo(accounts, plans) ?? columnOf(accounts, /^(plan|plan_name|plan_id|tier)$/i)
  if (column === null) return null
  const own =
    plans.references.length >= 0 && refTo(accounts, plans) !== null
      ? (plans.key[0] ?? null)
      : columnOf(plans, /^(name|key|slug|code)$/i)
  if (own === null) return null
  const limits = plans.columns.filter(({ name }) => LIMIT.test(name)).map(({ name }) => `p.${quoted(name)}`)
  const account = accounts.key[0]!
  const sql = `select a.${quoted(account)}, ${limits.join(', ')} from ${nameOf(accounts)} a join ${nameOf(plans)} p on p.${quoted(own)} = a.${quoted(column)}`
  return { target: { sql, account } }
}

function guessSubscriptions({ tables, accounts }: Known): Guess<Target<'subscriptions'>> | null {
  const table = tables.find(({ name, key }) => SUBSCRIPTIONS.test(name) && key.length === 1)
  const account = table === undefined || accounts === null ? null : refTo(table, accounts)
  if (table === undefined || account === null) return null
  const amount = columnOf(table, /^(mrr|amount|price|unit_amount|monthly_(price|amount))(_(minor|cents))?$/i)
  const since = columnOf(table, CREATED)
  if (amount === null || since === null) return null
  const until = columnOf(table, /^(ends?_?at|ended_?at|end_?date|canceled_?at|cancelled_?at|valid_until)$/i)
  const [plan, status, currency] = [
    columnOf(table, /^(plan|plan_name|plan_id)$/i),
    columnOf(table, /^(status|state)$/i),
    columnOf(table, /^currency$/i),
  ]
  const minor = /minor|cents/i.test(amount) || /^(smallint|integer|bigint)/.test(typeOf(table, amount))
  const id = table.key[0]!
  const columns = [id, account, amount, currency, plan, status, since, until].filter((name) => name !== null)
  const free = {
    ...(plan === null ? {} : { plan }),
    ...(status === null ? {} : { status }),
    ...(until === null ? {} : { until }),
  }
  return {
    target: {
      ...{ sql: selectOf(table, columns), id, account, amount, unit: minor ? 'minor' : 'major' },
      ...{ currency: currency ?? '=USD', since, ...free },
    },
    decisions: [
      `Is ${table.name}.${amount} what is paid a month, in ${minor ? 'cents' : 'whole units'}?`,
      ...(currency === null ? ['No column says in which currency: is it USD?'] : []),
    ],
  }
}

function guessTickets({ tables, accounts, people }: Known): Guess<Target<'tickets'>> | null {
  const table = tables.find(({ name, key }) => TICKETS.test(name) && key.length === 1)
  const person = table === undefined || people === null ? null : refTo(table, people)
  const opened = table === undefined ? null : columnOf(table, /^(opened_?at|created_?at)$/i)
  if (table === undefined || person === null || opened === null) return null
  const account = accounts === null ? null : refTo(table, accounts)
  const closed = columnOf(table, /^(closed_?at|solved_?at|resolved_?at)$/i)
  const free = { ...(account === null ? {} : { account }), ...(closed === null ? {} : { closed }) }
  return { target: { sql: selectOf(table), id: table.key[0]!, person, opened, ...free } }
}

function guessEvents({ tables, accounts, people }: Known): Guess<Target<'events'>> | null {
  const found = tables.flatMap((table) => {
    const event = columnOf(table, /^(event|event_name|event_type|name|action|type|verb)$/i)
    const at = columnOf(table, /^(occurred_?at|happened_?at|created_?at|timestamp|time|at|ts)$/i)
    const person =
      (people === null ? null : refTo(table, people)) ?? columnOf(table, /^(user_?id|actor_?id|person_?id)$/i)
    const usable = EVENTS.test(table.name) && table.key.length === 1 && event !== null && at !== null && person !== null
    return usable ? [{ table, event, at, person }] : []
  })
  const [first] = found.toSorted((a, b) => b.table.rows - a.table.rows)
  if (first === undefined) return null
  const { table, event, at, person } = first
  const id = table.key[0]!
  const account =
    (accounts === null ? null : refTo(table, accounts)) ??
    columnOf(table, /^(account|company|organi[sz]ation|org|workspace|tenant|team)_?id$/i)
  const cursor = /^(smallint|integer|bigint)/.test(typeOf(table, id)) ? id : at
  return { target: { sql: selectOf(table), id, event, person, ...(account === null ? {} : { account }), at, cursor } }
}

/** The column of a table that names a row of another: as the catalogue says, else as columns are called. */
function refTo(table: SourceTable, other: SourceTable): string | null {
  const told = table.references.find((one) => one.table === other.name && one.schema === other.schema)
  if (told !== undefined) return told.column
  const singular = other.name.toLowerCase().replace(/ies$/, 'y').replace(/s$/, '')
  const key = other.key[0] ?? 'id'
  const types = (name: string) => typeOf(table, name) === typeOf(other, key)
  return (
    table.columns.find(({ name }) => [`${singular}_id`, `${singular}id`].includes(name.toLowerCase()) && types(name))
      ?.name ?? null
  )
}

function columnOf(table: SourceTable, called: RegExp): string | null {
  return table.columns.find(({ name }) => called.test(name))?.name ?? null
}

function typeOf(table: SourceTable, column: string): string {
  return table.columns.find(({ name }) => name === column)?.type ?? ''
}

/** Readable columns that are no secrets, or those named. */
function selectOf(table: SourceTable, columns: readonly string[] | null = null): string {
  const chosen =
    columns ??
    table.columns
      .filter(({ name, type }) => table.key.includes(name) || (READABLE.test(type) && !SECRET.test(name)))
      .map(({ name }) => name)
  return `select ${[...new Set(chosen)].map(quoted).join(', ')} from ${nameOf(table)}`
}

function nameOf({ schema, name }: SourceTable): string {
  return schema === 'public' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`
}

/** As PostgreSQL reads it: in quotes where it is not plain, or means something itself. */
function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`
}

const RESERVED: ReadonlySet<string> = new Set([
  ...[
    'all',
    'and',
    'any',
    'as',
    'asc',
    'case',
    'check',
    'column',
    'default',
    'desc',
    'do',
    'else',
    'end',
    'for',
    'from',
  ],
  ...[
    'grant',
    'group',
    'in',
    'limit',
    'not',
    'null',
    'offset',
    'on',
    'or',
    'order',
    'primary',
    'select',
    'table',
    'then',
  ],
  ...['to', 'union', 'unique', 'user', 'using', 'when', 'where', 'window', 'with'],
])
