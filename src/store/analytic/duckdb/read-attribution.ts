import type { ControlHeader } from '../../log/log-record.ts'
import { sql } from '../../sql.ts'
import type { AttributionRows } from '../attribution-rows.ts'
import type { TraitValue } from '../message.ts'
import { type Row, readRows } from './connection.ts'
import { FLAG } from './event-flags.ts'
import type { StoreContext } from './store-context.ts'

/** Who is who and who belongs where, as rows in the order they were applied: what attribution goes on from after a restart. */
export async function readAttribution(context: StoreContext): Promise<AttributionRows> {
  const { account, actor } = context.keys
  const accountOf = (row: Row) => account.keys[row.account as number]!
  const personOf = (row: Row) => actor.keys[row.person as number]!
  const controls = await readControls(context)
  return {
    links: (await readTable(context, 'link')).map((row) => ({
      actor: actor.keys[row.actor as number]!,
      person: personOf(row),
    })),
    memberships: (await readTable(context, 'membership')).map((row) => ({
      account: accountOf(row),
      person: personOf(row),
      from: row.from_ts as number,
      to: row.to_ts as number | null,
      role: row.role as string | null,
    })),
    traits: (await readTable(context, 'trait')).map((row) => ({
      ...(row.account === 0
        ? { of: 'person' as const, subject: personOf(row) }
        : { of: 'account' as const, subject: accountOf(row) }),
      key: row.key as string,
      value: JSON.parse(row.value as string) as TraitValue,
      from: row.from_ts as number,
    })),
    ...(await readActors(context)),
    names: eventNames(context),
    merged: controls.flatMap((control) =>
      control.kind === 'account_merged' ? [{ from: control.from, into: control.into }] : [],
    ),
    forgotten: controls.flatMap((control) =>
      control.kind === 'forgotten' ? [{ subject: control.subject, id: control.id }] : [],
    ),
  }
}

function readTable(context: StoreContext, table: 'link' | 'membership' | 'trait'): Promise<readonly Row[]> {
  const statements = {
    link: sql`SELECT actor, person FROM link ORDER BY seq, rowid`,
    membership: sql`SELECT account, person, from_ts, to_ts, role FROM membership ORDER BY seq, rowid`,
    trait: sql`SELECT account, person, key, value, from_ts FROM trait ORDER BY seq, rowid`,
  }
  return readRows(context.writer, statements[table])
}

/** Times of the actors' events that name no account, and the first event of each actor that has no user id (of the others a trait tells). */
async function readActors(context: StoreContext): Promise<Pick<AttributionRows, 'keyless' | 'seen'>> {
  const keyOf = (row: Row) => context.keys.actor.keys[row.actor as number]!
  const rows = await readRows(
    context.writer,
    sql`
      -- when actors were seen: in events that name no account, and at all
      SELECT
        actor,
        min(ts) FILTER (flags & ${FLAG.keyless} <> 0) AS keyless_first,
        max(ts) FILTER (flags & ${FLAG.keyless} <> 0) AS keyless_last,
        min(ts) AS first
      FROM event
      GROUP BY actor
      ORDER BY actor
    `,
  )
  const keyless = rows.filter((row) => row.keyless_first !== null)
  return {
    keyless: keyless.map((row) => ({
      actor: keyOf(row),
      first: row.keyless_first as number,
      last: row.keyless_last as number,
    })),
    seen: rows
      .filter((row) => keyOf(row).startsWith('a:'))
      .map((row) => ({ actor: keyOf(row), first: row.first as number })),
  }
}

function eventNames(context: StoreContext): string[] {
  const names = context.keys.fact.keys
    .filter((key) => key.startsWith('name:'))
    .map((key) => key.replace(/^name:(\$page:|\$screen:)?/, ''))
  return [...new Set(names)]
}

async function readControls(context: StoreContext): Promise<ControlHeader[]> {
  const rows = await readRows(context.writer, sql`SELECT record FROM control ORDER BY seq`)
  return rows.map((row) => JSON.parse(row.record as string) as ControlHeader)
}
