import type { DuckDBConnection } from '@duckdb/node-api'
import { joinSql, type Sql, sql } from '../../sql.ts'
import type { AccountTimeline } from '../rows.ts'
import { type Row, readRows } from './connection.ts'
import { firstSeenAsKnown } from './first-seen.ts'
import type { StoreContext } from './store-context.ts'
import { firstSeenSql, linksSql, membersSql, personTraitsSql, subscriptionsSql, traitsSql } from './timeline-sql.ts'

const BLOCK_ACCOUNTS = 4_000

/** Timelines in ascending order of account, a few thousand accounts at a time whatever the population. Null: every account. */
export async function* scanTimelines(
  context: StoreContext,
  accounts: Int32Array | null,
): AsyncGenerator<readonly AccountTimeline[]> {
  const ids = accounts === null ? everyAccount(context) : Int32Array.from(accounts).sort()
  const connection = await context.instance.connect()
  try {
    for (let at = 0; at < ids.length; at += BLOCK_ACCOUNTS) {
      yield await readTimelines(connection, ids.subarray(at, at + BLOCK_ACCOUNTS))
    }
  } finally {
    connection.closeSync()
  }
}

function everyAccount(context: StoreContext): Int32Array {
  return Int32Array.from({ length: context.keys.account.committed }, (_, i) => i + 1)
}

/** A dense stretch of ids is a range; anything else is a list. */
function withinSql(ids: Int32Array): Sql {
  const first = ids[0]!
  const last = ids[ids.length - 1]!
  if (last - first + 1 === ids.length) return sql`account BETWEEN ${first} AND ${last}`
  return sql`account IN (${joinSql(Array.from(ids, (account) => sql`${account}`))})`
}

async function readTimelines(connection: DuckDBConnection, ids: Int32Array): Promise<readonly AccountTimeline[]> {
  const within = withinSql(ids)
  const read = async (statement: Sql) => byAccount(await readRows(connection, statement))
  const seen = await read(firstSeenSql(within))
  const members = await read(membersSql(within))
  const traits = await read(traitsSql(within))
  const personTraits = await read(personTraitsSql(within))
  const links = await read(linksSql(within))
  const subscriptions = await read(subscriptionsSql(within))
  return Array.from(ids, (account) =>
    withSeen({
      account,
      firstSeen: (seen.get(account)?.[0]?.first_seen as number | undefined) ?? Number.NaN,
      members: (members.get(account) ?? []).map(toMember),
      traits: (traits.get(account) ?? []).map(toTrait),
      personTraits: (personTraits.get(account) ?? []).map((row) => ({ ...toTrait(row), person: row.person as number })),
      links: (links.get(account) ?? []).map(toLink),
      subscriptions: (subscriptions.get(account) ?? []).map(toSubscription),
    }),
  )
}

function withSeen(timeline: AccountTimeline): AccountTimeline {
  return Number.isNaN(timeline.firstSeen) ? timeline : { ...timeline, seen: firstSeenAsKnown(timeline) }
}

function byAccount(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.account as number)
    if (group === undefined) groups.set(row.account as number, [row])
    else group.push(row)
  }
  return groups
}

function toMember(row: Row): AccountTimeline['members'][number] {
  return {
    person: row.person as number,
    from: row.from_ts as number,
    to: row.to_ts as number | null,
    knownAt: row.known_at as number,
    role: row.role as string | null,
  }
}

function toTrait(row: Row): AccountTimeline['traits'][number] {
  return {
    key: row.key as string,
    value: JSON.parse(row.value as string) as string | number | boolean | null,
    from: row.from_ts as number,
    knownAt: row.known_at as number,
  }
}

function toLink(row: Row): AccountTimeline['links'][number] {
  return { actor: row.actor as number, person: row.person as number, knownAt: row.known_at as number }
}

function toSubscription(row: Row): AccountTimeline['subscriptions'][number] {
  return {
    subscriptionId: row.subscription_id as string,
    plan: row.plan as string | null,
    mrrMinor: row.mrr_minor as number,
    currency: row.currency as string,
    from: row.from_ts as number,
    to: row.to_ts as number | null,
    cancelDecidedAt: row.cancel_decided_at as number | null,
    knownAt: row.known_at as number,
  }
}
