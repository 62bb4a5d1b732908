import type { DuckDBConnection } from '@duckdb/node-api'
import type { ControlHeader } from '../../../log/log-record.ts'
import { type Sql, sql } from '../../../sql.ts'
import type { AttributionPart } from '../../attribution-rows.ts'
import { FLAG } from '../../event-flags.ts'
import type { TraitValue } from '../../message.ts'
import { type Row, readRows, streamRows } from '../connection.ts'
import type { StoreContext } from '../store-context.ts'

/** Who is who and who belongs where, in the order it was applied: what attribution goes on from after a restart. Streamed, on a connection of its own. */
export async function* readAttribution(context: StoreContext): AsyncGenerator<AttributionPart> {
  const connection = await context.instance.connect()
  try {
    for (const { statement, toPart } of streamsOf(context)) {
      for await (const rows of streamRows(connection, statement)) yield toPart(rows)
    }
    yield { names: eventNames(context), ...controlParts(await readControls(connection)) }
  } finally {
    connection.closeSync()
  }
}

type Stream = { readonly statement: Sql; readonly toPart: (rows: readonly Row[]) => AttributionPart }

function streamsOf({ keys: { account, actor } }: StoreContext): readonly Stream[] {
  const actorOf = (id: unknown) => actor.keys[id as number]!
  const accountOf = (id: unknown) => account.keys[id as number]!
  return [
    {
      statement: sql`SELECT actor, person FROM link ORDER BY seq, rowid`,
      toPart: (rows) => ({ links: rows.map((row) => ({ actor: actorOf(row.actor), person: actorOf(row.person) })) }),
    },
    {
      statement: sql`SELECT account, person, from_ts, to_ts, role FROM membership ORDER BY seq, rowid`,
      toPart: (rows) => ({
        memberships: rows.map((row) => ({
          account: accountOf(row.account),
          person: actorOf(row.person),
          from: row.from_ts as number,
          to: row.to_ts as number | null,
          role: row.role as string | null,
        })),
      }),
    },
    {
      statement: sql`SELECT account, person, key, value, from_ts FROM trait ORDER BY seq, rowid`,
      toPart: (rows) => ({
        traits: rows.map((row) => ({
          of: row.account === 0 ? 'person' : 'account',
          subject: row.account === 0 ? actorOf(row.person) : accountOf(row.account),
          key: row.key as string,
          value: JSON.parse(row.value as string) as TraitValue,
          from: row.from_ts as number,
        })),
      }),
    },
    { statement: ACTORS, toPart: (rows) => actorsPart(rows, actorOf) },
  ]
}

/** Times of the actors' events that name no account, and of their first event. */
const ACTORS = sql`
  -- when actors were seen: in events that name no account, and at all
  SELECT
    actor,
    min(ts) FILTER (flags & ${FLAG.keyless} <> 0) AS keyless_first,
    max(ts) FILTER (flags & ${FLAG.keyless} <> 0) AS keyless_last,
    min(ts) AS first
  FROM event
  GROUP BY actor
  ORDER BY actor
`

/** The first event is only told of actors that have no user id: of the others a trait tells. */
function actorsPart(rows: readonly Row[], actorOf: (id: unknown) => string): AttributionPart {
  const keyless = rows.filter((row) => row.keyless_first !== null)
  const seen = rows.filter((row) => actorOf(row.actor).startsWith('a:'))
  return {
    keyless: keyless.map((row) => ({
      actor: actorOf(row.actor),
      first: row.keyless_first as number,
      last: row.keyless_last as number,
    })),
    seen: seen.map((row) => ({ actor: actorOf(row.actor), first: row.first as number })),
  }
}

function eventNames(context: StoreContext): string[] {
  const names = context.keys.fact.keys
    .filter((key) => key.startsWith('name:'))
    .map((key) => key.replace(/^name:(\$page:|\$screen:)?/, ''))
  return [...new Set(names)]
}

async function readControls(connection: DuckDBConnection): Promise<ControlHeader[]> {
  const rows = await readRows(connection, sql`SELECT record FROM control ORDER BY seq`)
  return rows.map((row) => JSON.parse(row.record as string) as ControlHeader)
}

function controlParts(controls: readonly ControlHeader[]): AttributionPart {
  return {
    merged: controls.flatMap((control) =>
      control.kind === 'account_merged' ? [{ from: control.from, into: control.into }] : [],
    ),
    forgotten: controls.flatMap((control) =>
      control.kind === 'forgotten' ? [{ subject: control.subject, id: control.id }] : [],
    ),
  }
}
