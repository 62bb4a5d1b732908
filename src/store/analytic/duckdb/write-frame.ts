import type { Day } from '../../../core/time.ts'
import { joinSql, sql } from '../../sql.ts'
import type { FrameRows, KeptEntities, ReferenceRow } from '../analytic-store.ts'
import { appendColumns } from './append-columns.ts'
import { inTransaction, readRows, run } from './connection.ts'
import type { StoreContext } from './store-context.ts'

/** Adds judged values of a closed day. */
export async function writeFrame({ writer }: StoreContext, rows: FrameRows): Promise<void> {
  const count = rows.entity.length
  if (count === 0) return
  await inTransaction(writer, () =>
    appendColumns(writer, { table: 'frame', rows: count }, [
      { kind: 'int', values: new Int32Array(count).fill(rows.day) },
      { kind: 'text', values: new Array<string>(count).fill(rows.configHash) },
      { kind: 'text', values: rows.quantity },
      { kind: 'int', values: rows.entity },
      { kind: 'double', values: rows.value },
      { kind: 'text', values: rows.band ?? new Array<null>(count).fill(null) },
    ]),
  )
}

/** Leaves only these entities in the frame of a day. */
export async function trimFrame(
  { writer }: StoreContext,
  { day, configHash }: Pick<FrameRows, 'day' | 'configHash'>,
  { upTo, others }: KeptEntities,
): Promise<void> {
  const isOther =
    others.length === 0 ? sql`true` : sql`entity NOT IN (${joinSql(Array.from(others, (one) => sql`${one}`))})`
  await run(
    writer,
    sql`
      -- what a close that did not get to its end left behind
      DELETE FROM frame
      WHERE day = ${day} AND config_hash = ${configHash} AND entity > ${upTo} AND ${isOther}
    `,
  )
}

/** Stores the distributions of closed days; a day written again is replaced as a whole. */
export async function writeReference(context: StoreContext, rows: readonly ReferenceRow[]): Promise<void> {
  const { writer, reference } = context
  reference.day = null
  await inTransaction(writer, async () => {
    for (const day of new Set(rows.map((row) => row.day)))
      await run(writer, sql`DELETE FROM reference WHERE day = ${day}`)
    for (const row of rows) {
      const points = JSON.stringify(Array.from(row.points))
      await run(
        writer,
        sql`
          INSERT INTO reference
          VALUES (${row.day}, ${row.segment}, ${row.quantity}, ${row.n}, ${points}::DOUBLE[])
        `,
      )
    }
  })
}

export async function readReference(context: StoreContext, day: Day): Promise<readonly ReferenceRow[]> {
  const { reference } = context
  if (reference.day !== day) Object.assign(reference, { day, rows: await queryReference(context, day) })
  return reference.rows
}

async function queryReference({ writer }: StoreContext, day: Day): Promise<readonly ReferenceRow[]> {
  const rows = await readRows(
    writer,
    sql`
      -- the closed day's distributions
      SELECT day, segment, quantity, n, to_json(points)::VARCHAR AS points
      FROM reference
      WHERE day = ${day}
      ORDER BY segment, quantity
    `,
  )
  return rows.map((row) => ({
    day: row.day as number,
    segment: row.segment as string,
    quantity: row.quantity as string,
    n: row.n as number,
    points: Float64Array.from(JSON.parse(row.points as string) as number[]),
  }))
}
