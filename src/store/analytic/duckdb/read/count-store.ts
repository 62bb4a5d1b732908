import { sql } from '../../../sql.ts'
import type { StoreCounts } from '../../analytic-store.ts'
import { counts } from '../../counting-sql.ts'
import { FLAG, NO_ACCOUNT, warningOfBit } from '../../event-flags.ts'
import { lastChange } from '../changes.ts'
import { numbersOf, type Row, streamChunks } from '../connection.ts'
import { countKnown } from '../forgotten-key.ts'
import { type EventSums, NOTHING_SUMMED, SUMMED, type Summed } from '../kept-counts.ts'
import type { StoreContext } from '../store-context.ts'
import { FIRST_MEMBERSHIPS, IS_LATE } from './late-joiners-sql.ts'
import { queryRows } from './read-store.ts'

/** What the store holds, for `doctor` and the Data page. Counted again when something was stored since; how many rows tell the daily counts, also when they were merged. */
export async function countStore(context: StoreContext): Promise<StoreCounts> {
  const { batches } = context.changes
  const { all: kept } = context.counted
  const counted = kept?.batch === batches ? kept.counted : await countAll(context)
  context.counted.all = { batch: batches, counted }
  const [row] = await queryRows(context, FACTS)
  return { ...counted, facts: row!.facts as number }
}

async function countAll(context: StoreContext): Promise<Omit<StoreCounts, 'facts'>> {
  const sums = await sumEvents(context)
  const lastTs = sums.events === 0 ? null : sums.lastTs
  const [others] = await queryRows(context, OTHERS)
  const late = sums.no_account === 0 ? 0 : await countLate(context)
  return {
    events: sums.events,
    accounts: countKnown(context.keys.account),
    persons: countKnown(context.keys.actor) - (others!.joined as number),
    quarantined: others!.quarantined as number,
    excluded: sums.excluded,
    arrivalAssumed: sums.arrival_assumed,
    withoutAccount: {
      before_membership: sums.before_membership + late,
      several_accounts: sums.several_accounts,
      none: sums.no_account - late,
    },
    unclaimed: sums.several_accounts === 0 ? [] : await countUnclaimed(context),
    memberless: await countMemberless(context, lastTs),
    firstTs: sums.events === 0 ? null : sums.firstTs,
    lastTs,
    warnings: nameWarnings(sums.warnings),
  }
}

const FACTS = sql`
  -- rows of daily counts
  SELECT
    (SELECT count(*) FROM facts_base) + (SELECT count(*) FROM facts_run) + (SELECT count(*) FROM facts_correction) AS facts
`

const OTHERS = sql`
  -- sizes of what is not events
  SELECT
    (SELECT count(*) FROM quarantine) AS quarantined,
    (SELECT count(DISTINCT actor) FROM link WHERE actor <> person) AS joined
`

/** Adds those stored since to what was added up before. What a batch under way rewrites shows by its number afterwards, and then all is added up again. */
async function sumEvents(context: StoreContext): Promise<EventSums> {
  const { rewritten } = context.changes
  const kept = context.counted.sums?.rewritten === rewritten ? context.counted.sums : { ...NOTHING_SUMMED, rewritten }
  const rows = await queryRows(
    context,
    sql`
      -- events behind a stored message, and why some belong to nobody, by their warnings
      SELECT
        warnings,
        count(*) AS events,
        count(*) FILTER (NOT ${counts(sql`flags`)}) AS excluded,
        count(*) FILTER (flags & ${FLAG.arrivalAssumed} <> 0) AS arrival_assumed,
        count(*) FILTER (no_account = ${NO_ACCOUNT.before_membership}) AS before_membership,
        count(*) FILTER (no_account = ${NO_ACCOUNT.several_accounts}) AS several_accounts,
        count(*) FILTER (no_account = ${NO_ACCOUNT.none}) AS no_account,
        min(ts) AS first_ts,
        max(ts) AS last_ts,
        max(seq) AS seq
      FROM event
      WHERE seq > ${kept.seq}
      GROUP BY warnings
    `,
  )
  const sums = rows.reduce(addRow, kept)
  context.counted.sums = sums
  return sums
}

function addRow(sums: EventSums, row: Row): EventSums {
  const [warnings, events] = [row.warnings as number, row.events as number]
  return {
    rewritten: sums.rewritten,
    ...(Object.fromEntries(SUMMED.map((name) => [name, sums[name] + (row[name] as number)])) as Summed),
    seq: Math.max(sums.seq, row.seq as number),
    firstTs: Math.min(sums.firstTs, row.first_ts as number),
    lastTs: Math.max(sums.lastTs, row.last_ts as number),
    warnings: new Map(sums.warnings).set(warnings, (sums.warnings.get(warnings) ?? 0) + events),
  }
}

function nameWarnings(byBits: EventSums['warnings']): Record<string, number> {
  const named: Record<string, number> = {}
  for (const [bits, events] of byBits)
    for (let bit = 0; bit < 31; bit++) {
      const warning = (bits & (1 << bit)) === 0 ? undefined : warningOfBit(bit)
      if (warning !== undefined) named[warning] = (named[warning] ?? 0) + events
    }
  return named
}

/** Events whose user became a member after them, which was not known when they came. Counted again when somebody came, went or was joined: what comes in between knows it. */
async function countLate(context: StoreContext): Promise<number> {
  const { late } = context.counted
  const changed = (table: 'membership' | 'link') => lastChange(context.changes, table, Number.POSITIVE_INFINITY)
  if (late !== null && changed('membership') <= late.batch && changed('link') <= late.batch) return late.events
  const batch = context.changes.batches
  const [row] = await queryRows(
    context,
    sql`
      -- events of no account from before their user was first a member of one
      ${FIRST_MEMBERSHIPS}
      SELECT count(*) AS events
      FROM event
      JOIN first ON first.actor = event.actor
      WHERE ${IS_LATE}
    `,
  )
  const events = row!.events as number
  context.counted.late = { batch, events }
  return events
}

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
  const memberUntil = await readMemberUntil(context)
  const found: Busy[] = []
  let of = 0
  for await (const { account, events } of readBusy(context, last - MEMBERLESS_WITHIN_MS)) {
    of += 1
    if (!(memberUntil.get(account)! > last)) found.push({ account, events })
  }
  found.sort((a, b) => b.events - a.events || a.account - b.account)
  return { accounts: found.length, of, most: found.slice(0, MEMBERLESS_NAMED).map(({ account }) => account) }
}

type Busy = { readonly account: number; readonly events: number }

/** There may be as many as there are accounts, of which few are kept: they are read by columns. */
async function* readBusy(context: StoreContext, since: number): AsyncGenerator<Busy> {
  const connection = await context.instance.connect()
  try {
    const statement = sql`
      -- accounts with late events
      SELECT account, count(*)::INTEGER AS events
      FROM event
      WHERE account <> 0 AND ${counts(sql`flags`)} AND ts > ${since}
      GROUP BY account
    `
    for await (const chunk of streamChunks(connection, statement)) {
      const [accounts, events] = [numbersOf(chunk, 0), numbersOf(chunk, 1)]
      for (let row = 0; row < chunk.rowCount; row++) yield { account: accounts[row]!, events: events[row]! }
    }
  } finally {
    connection.closeSync()
  }
}

/** Until when each account has a member; infinite: one stays. Read again when somebody came or went. */
async function readMemberUntil(context: StoreContext): Promise<ReadonlyMap<number, number>> {
  const kept = context.counted.memberless
  if (kept !== null && lastChange(context.changes, 'membership', Number.POSITIVE_INFINITY) <= kept.batch)
    return kept.memberUntil
  const batch = context.changes.batches
  const rows = await queryRows(
    context,
    sql`
      -- until when each account has a member, by the last that was told of each
      WITH told AS (
        SELECT account, arg_max(coalesce(to_ts, 'infinity'::DOUBLE), (from_ts, known_at, seq)) AS until
        FROM membership
        GROUP BY account, person
      )
      SELECT account, max(until) AS until FROM told GROUP BY account
    `,
  )
  const memberUntil = new Map(rows.map((row) => [row.account as number, row.until as number]))
  context.counted.memberless = { batch, memberUntil }
  return memberUntil
}
