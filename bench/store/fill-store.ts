import type { DuckDBConnection } from '@duckdb/node-api'
import type { ApplyBatch } from '../../src/store/analytic/analytic-store.ts'
import { inTransaction, run } from '../../src/store/analytic/duckdb/connection.ts'
import { loadMirror } from '../../src/store/analytic/duckdb/read/load-mirror.ts'
import { recomputeFacts } from '../../src/store/analytic/duckdb/recompute-facts.ts'
import type { StoreContext } from '../../src/store/analytic/duckdb/store-context.ts'
import type { EventMessage } from '../../src/store/analytic/message.ts'
import { packEvents } from '../../src/store/analytic/pack-events.ts'
import { sql } from '../../src/store/sql.ts'

export const FIRST_DAY = 20_000
export const DAYS = 540
const DAY_MS = 86_400_000
const ACCOUNTS = 10_000
const ACTORS = 250_000
const NAMES = 24

/** Fills an empty store with so many events in order of time, as SQL: 10 K accounts, 250 K actors, 24 names, 18 months. */
export async function fillStore(context: StoreContext, events: number): Promise<void> {
  await inTransaction(context.writer, async () => {
    await fillKeys(context.writer)
    await fillEvents(context.writer, events)
  })
  await loadMirror(context)
  await inTransaction(context.writer, () => recomputeFacts(context))
  await run(context.writer, sql`CHECKPOINT`)
  await loadMirror(context)
}

async function fillKeys(writer: DuckDBConnection): Promise<void> {
  await run(writer, sql`INSERT INTO account_key SELECT range + 1, 'account ' || range FROM range(${ACCOUNTS})`)
  await run(writer, sql`INSERT INTO actor_key SELECT range + 1, 'person ' || range FROM range(${ACTORS})`)
  await run(writer, sql`INSERT INTO fact_key SELECT range + 1, 'name:Event ' || range FROM range(${NAMES})`)
  await run(writer, sql`INSERT INTO source_key VALUES (1, 'web')`)
  await run(writer, sql`INSERT INTO log_key VALUES (1, 'live')`)
  await run(
    writer,
    sql`
      -- every actor is a member of its account
      INSERT INTO membership
      SELECT range + 1, 1, range + 1, ${FIRST_DAY}, ${FIRST_DAY * DAY_MS},
        1 + range % ${ACCOUNTS}, range + 1, ${FIRST_DAY * DAY_MS}, NULL, NULL
      FROM range(${ACTORS})
    `,
  )
}

async function fillEvents(writer: DuckDBConnection, events: number): Promise<void> {
  await run(
    writer,
    sql`
      -- events in order of time; an actor's account is its number modulo the accounts; few actors do much
      INSERT INTO event
      SELECT
        seq, 1, seq, ts, ts, ts, day, day, 1 + (hash(seq) % ${NAMES})::INTEGER, account, day, account, 0, actor, 0, 1,
        65, 0, (hash(seq) % 4503599627370496)::BIGINT, 'b6e1f3c0-' || seq, NULL,
        '{"plan":"team","size":' || (seq % 97) || ',"path":"/projects/' || (hash(seq) % 100000) || '"}'
      FROM (
        SELECT
          range + 1 AS seq,
          (${FIRST_DAY * DAY_MS} + range * ${Math.floor((DAYS * DAY_MS) / events)})::BIGINT AS ts,
          (ts // ${DAY_MS})::INTEGER AS day,
          1 + floor(pow((hash(range + 7) % 1000003) / 1000003.0, 2) * ${ACTORS})::INTEGER AS actor,
          1 + (actor - 1) % ${ACCOUNTS} AS account
        FROM range(${events})
      )
    `,
  )
  await run(writer, sql`INSERT INTO position VALUES ('live', ${events})`)
}

/** A batch of new events from `from + 1` on, of `accounts` accounts, at so many a millisecond after the filled months. */
export function liveBatch(from: number, size: number, accounts: number, day = FIRST_DAY + DAYS): ApplyBatch {
  const events = packEvents(
    Array.from({ length: size }, (_, i) => liveEvent(from + i + 1, (from + i) % accounts, day * DAY_MS + i)),
  )
  const actor = { ...events.actor, values: events.actor.values.map((key) => key.slice(2)) }
  return {
    log: 'live',
    after: from,
    upTo: from + size,
    events: { ...events, actor, account: events.named, noAccount: new Int32Array(size) },
    links: [],
    memberships: [],
    traits: [],
    subscriptions: [],
    moves: [],
    refused: [],
    controls: [],
  }
}

function liveEvent(n: number, account: number, ts: number): EventMessage {
  const actor = `person ${account + ACCOUNTS * (n % 7)}`
  return {
    type: 'event',
    n,
    source: 'web',
    messageId: `0b1c2d3e-4f50-6172-8394-${n}`,
    ts,
    tsRaw: ts,
    knownAt: ts,
    arrivalAssumed: false,
    imported: false,
    userId: actor,
    anonymousId: null,
    warnings: [],
    name: `Event ${n % NAMES}`,
    call: 'track',
    accountKey: `account ${account}`,
    sessionId: null,
    properties: `{"plan":"team","size":${n % 97},"path":"/projects/${n % 100_000}"}`,
    excluded: false,
  }
}
