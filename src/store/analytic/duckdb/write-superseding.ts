import { sql } from '../../sql.ts'
import { counts } from '../counting-sql.ts'
import { appendColumns } from './append-columns.ts'
import { readRows, run } from './connection.ts'
import { addTimes, type FactDeltas, type FactKeyInts, findRow, keyAt, rowOf } from './fact-deltas.ts'
import { readFactEvents } from './read/read-fact-events.ts'
import type { StoreContext } from './store-context.ts'
import { appendFacts, eachFactOf } from './write-deltas.ts'

/**
 * Stores what accounts lost: negative counts and sums, with the times and gauge values of the events that stay, as far as they were
 * known on that day.
 */
export async function writeSuperseding(context: StoreContext, lost: FactDeltas): Promise<void> {
  if (lost.rows === 0) return
  await stageLeftBehind(context, lost)
  await addLaterRows(context, lost)
  const days = knownDaysByKey(lost)
  const staying = readFactEvents(context, context.writer, {
    account: sql`event.account`,
    knownDay: sql`event.account_day`,
    from: sql`event JOIN left_behind USING (account, actor, day) WHERE ${counts(sql`event.flags`)}`,
    extra: sql`0`,
  })
  for await (const { event, properties } of staying) {
    eachFactOf(context, event, {
      properties,
      visit: (key, part) => {
        for (const knownDay of days.get(keyText(key)) ?? []) {
          if (key.knownDay <= knownDay) addTimes(lost, findRow(lost, { ...key, knownDay }), part)
        }
      },
    })
  }
  await appendFacts(context, { table: 'facts_correction', chunk: ++context.last.chunk }, lost)
}

/** The (account, actor, day) whose remaining events are read again. */
async function stageLeftBehind({ writer }: StoreContext, lost: FactDeltas): Promise<void> {
  const rows = new Map<string, FactKeyInts>()
  for (let row = 0; row < lost.rows; row++) {
    const key = keyAt(lost, row)
    rows.set(`${key.account} ${key.actor} ${key.day}`, key)
  }
  const distinct = [...rows.values()]
  await run(writer, sql`DELETE FROM left_behind`)
  await appendColumns(writer, { table: 'left_behind', rows: distinct.length }, [
    { kind: 'int', values: distinct.map((key) => key.account) },
    { kind: 'int', values: distinct.map((key) => key.actor) },
    { kind: 'int', values: distinct.map((key) => key.day) },
  ])
}

/**
 * Rows known later that supersede already were made while what is lost now still stayed: an event that came and left on one known day makes
 * one later than the moves after it. They are written once more, counting nothing.
 */
async function addLaterRows({ writer }: StoreContext, lost: FactDeltas): Promise<void> {
  const days = knownDaysByKey(lost)
  const rows = await readRows(
    writer,
    sql`
      -- superseding rows of what loses events
      SELECT DISTINCT fact, account, actor, day, known_day AS "knownDay"
      FROM facts_correction JOIN left_behind USING (account, actor, day)
      WHERE known_day > ${lost.knownDay.subarray(0, lost.rows).reduce((least, day) => Math.min(least, day))}
    `,
  )
  for (const key of rows as FactKeyInts[]) {
    if (days.get(keyText(key))?.some((day) => day < key.knownDay)) rowOf(lost, key)
  }
}

function knownDaysByKey(lost: FactDeltas): Map<string, number[]> {
  const days = new Map<string, number[]>()
  for (let row = 0; row < lost.rows; row++) {
    const key = keyAt(lost, row)
    const known = days.get(keyText(key)) ?? []
    known.push(key.knownDay)
    days.set(keyText(key), known)
  }
  return days
}

function keyText(key: FactKeyInts): string {
  return `${key.fact} ${key.account} ${key.actor} ${key.day}`
}
