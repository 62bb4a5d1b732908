import { type Sql, sql } from '../../../sql.ts'
import type { QuarantineSlice, StoreCounts, StoredQuarantine } from '../../analytic-store.ts'
import { FLAG, NO_ACCOUNT, warningOfBit } from '../../event-flags.ts'
import type { Reason } from '../../message.ts'
import { type Row, readRows } from '../connection.ts'
import { countKnown, FORGOTTEN_KEY } from '../forgotten-key.ts'
import type { StoreContext } from '../store-context.ts'

/** Reads on a connection of its own, so that it sees one committed state and holds up nobody. */
export async function queryRows(context: StoreContext, statement: Sql): Promise<readonly Row[]> {
  const connection = await context.instance.connect()
  try {
    return await readRows(connection, statement)
  } finally {
    connection.closeSync()
  }
}

/** Refused messages, latest first. */
export async function readQuarantine(
  context: StoreContext,
  { limit, offset, reason }: QuarantineSlice,
): Promise<readonly StoredQuarantine[]> {
  const rows = await queryRows(
    context,
    sql`
      -- refused messages, latest first
      SELECT log, n, known_at, source, reason, detail, raw
      FROM quarantine
      WHERE ${reason === null ? sql`true` : sql`reason = ${reason}`}
      ORDER BY known_at DESC, log, n DESC
      LIMIT ${limit} OFFSET ${offset}
    `,
  )
  return rows.map((row) => ({
    log: context.keys.log.keys[row.log as number]!,
    n: row.n as number,
    source: row.source as string,
    receivedAt: row.known_at as number,
    reason: row.reason as Reason,
    detail: row.detail as string,
    raw: row.raw as string,
  }))
}

/** How many messages were refused, by reason. */
export async function countQuarantine(context: StoreContext): Promise<ReadonlyMap<Reason, number>> {
  const rows = await queryRows(
    context,
    sql`
      -- refused messages by reason
      SELECT reason, count(*) AS messages
      FROM quarantine
      GROUP BY reason
    `,
  )
  return new Map(rows.map((row) => [row.reason as Reason, row.messages as number]))
}

/** What the store holds, for `doctor` and the Data page. */
export async function countStore(context: StoreContext): Promise<StoreCounts> {
  const [row] = await queryRows(context, COUNTS)
  const count = (name: string) => (row![name] as number | null) ?? 0
  const ts = (name: string) => row![name] as number | null
  return {
    events: count('events'),
    facts: count('facts'),
    accounts: countKnown(context.keys.account),
    persons: count('persons'),
    quarantined: count('quarantined'),
    excluded: count('excluded'),
    arrivalAssumed: count('arrival_assumed'),
    withoutAccount: {
      before_membership: count('before_membership'),
      several_accounts: count('several_accounts'),
      none: count('no_account'),
    },
    unclaimed: count('several_accounts') === 0 ? [] : await countUnclaimed(context),
    memberless: await countMemberless(context, ts('last_ts')),
    firstTs: ts('first_ts'),
    lastTs: ts('last_ts'),
    warnings: await countWarnings(context),
  }
}

const COUNTS = sql`
  -- sizes, and events that belong to nobody, by reason
  SELECT
    count(*) AS events,
    (SELECT count(*) FROM facts_base) + (SELECT count(*) FROM facts_run) + (SELECT count(*) FROM facts_correction) AS facts,
    (SELECT count(*) FROM actor_key WHERE NOT starts_with(key, ${FORGOTTEN_KEY})) - (SELECT count(DISTINCT actor) FROM link WHERE actor <> person) AS persons,
    (SELECT count(*) FROM quarantine) AS quarantined,
    count(*) FILTER (flags & 2 = 2) AS excluded,
    count(*) FILTER (flags & ${FLAG.arrivalAssumed} <> 0) AS arrival_assumed,
    count(*) FILTER (no_account = ${NO_ACCOUNT.before_membership}) AS before_membership,
    count(*) FILTER (no_account = ${NO_ACCOUNT.several_accounts}) AS several_accounts,
    count(*) FILTER (no_account = ${NO_ACCOUNT.none}) AS no_account,
    min(ts) AS first_ts,
    max(ts) AS last_ts
  FROM event
`

async function countUnclaimed(context: StoreContext): Promise<StoreCounts['unclaimed']> {
  const rows = await queryRows(
    context,
    sql`
      -- accounts whose members did not say which of theirs they meant
      WITH belonging AS (
        SELECT DISTINCT membership.account, coalesce(link.actor, membership.person) AS actor
        FROM membership
        LEFT JOIN link ON link.person = membership.person
        WHERE to_ts IS NULL OR to_ts > from_ts
      )
      SELECT belonging.account, count(*) AS events
      FROM event
      JOIN belonging ON belonging.actor = event.actor
      WHERE event.no_account = ${NO_ACCOUNT.several_accounts}
      GROUP BY belonging.account
      ORDER BY events DESC, belonging.account
      LIMIT 10
    `,
  )
  return rows.map((row) => ({ account: row.account as number, events: row.events as number }))
}

const MEMBERLESS_WITHIN_MS = 28 * 86_400_000
const MEMBERLESS_NAMED = 10

/** Membership comes from groups and invitations: who only sends events that name an account makes nobody its member. */
async function countMemberless(context: StoreContext, last: number | null): Promise<StoreCounts['memberless']> {
  if (last === null) return { accounts: 0, of: 0, most: [] }
  const rows = await queryRows(
    context,
    sql`
      -- accounts with late events, and whether anybody is a member now
      WITH told AS (
        SELECT account, arg_max(to_ts IS NULL OR to_ts > ${last}, (from_ts, known_at, seq)) AS stays
        FROM membership
        GROUP BY account, person
      ), busy AS (
        SELECT account, count(*) AS events
        FROM event
        WHERE account <> 0 AND flags & 2 = 0 AND ts > ${last - MEMBERLESS_WITHIN_MS}
        GROUP BY account
      ), judged AS (
        SELECT account, events, account NOT IN (SELECT account FROM told WHERE stays) AS memberless FROM busy
      )
      SELECT account, memberless, count(*) OVER () AS busy, count(*) FILTER (memberless) OVER () AS accounts
      FROM judged
      ORDER BY memberless DESC, events DESC, account
      LIMIT ${MEMBERLESS_NAMED}
    `,
  )
  const first = rows[0]
  return {
    accounts: (first?.accounts as number | undefined) ?? 0,
    of: (first?.busy as number | undefined) ?? 0,
    most: rows.filter((row) => row.memberless === true).map((row) => row.account as number),
  }
}

async function countWarnings(context: StoreContext): Promise<Record<string, number>> {
  const rows = await queryRows(
    context,
    sql`SELECT warnings, count(*) AS events FROM event WHERE warnings <> 0 GROUP BY warnings`,
  )
  const counts: Record<string, number> = {}
  for (const row of rows) {
    for (let bit = 0; bit < 31; bit++) {
      const warning = ((row.warnings as number) & (1 << bit)) === 0 ? undefined : warningOfBit(bit)
      if (warning !== undefined) counts[warning] = (counts[warning] ?? 0) + (row.events as number)
    }
  }
  return counts
}
