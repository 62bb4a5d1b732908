import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import type { Sql } from '../../../sql.ts'
import { numbersOf, streamChunks } from '../connection.ts'
import type { FactRows } from './fact-block.ts'

/** A position in an ordered stream of facts: rows [at, rows.rows) of the current chunk are still to come. `done` when there are none. */
export type FactCursor = {
  readonly chunks: AsyncGenerator<DuckDBDataChunk>
  readonly corrected: boolean
  rows: FactRows
  at: number
  done: boolean
}

/** Opens a stream of (account, day, known_day, fact, actor, n[, supersedes], numbers…) and reads its first chunk. */
export async function openCursor(
  connection: DuckDBConnection,
  statement: Sql,
  corrected: boolean,
): Promise<FactCursor> {
  const chunks = streamChunks(connection, statement)
  const cursor: FactCursor = { chunks, corrected, rows: viewOf(null, corrected), at: 0, done: false }
  await readNext(cursor)
  return cursor
}

/** Where nothing is merged in. */
export function endedCursor(): FactCursor {
  return { chunks: nothing(), corrected: false, rows: viewOf(null, false), at: 0, done: true }
}

async function* nothing(): AsyncGenerator<never> {}

/** Reads the next chunk once the current one is used up. */
export async function readNext(cursor: FactCursor): Promise<void> {
  const next = await cursor.chunks.next()
  cursor.done = next.done === true
  cursor.rows = viewOf(next.done === true ? null : next.value, cursor.corrected)
  cursor.at = 0
}

const NOTHING = new Int32Array()
const ZEROS = new Uint8Array(2048)

/** Looks at a chunk's columns where they lie; nothing is copied. */
function viewOf(chunk: DuckDBDataChunk | null, corrected: boolean): FactRows {
  const int = (c: number) => (chunk === null ? NOTHING : (numbersOf(chunk, c) as Int32Array))
  const first = corrected ? 7 : 6
  const count = chunk === null ? 0 : chunk.columnCount - first
  return {
    rows: chunk?.rowCount ?? 0,
    account: int(0),
    day: int(1),
    knownDay: int(2),
    fact: int(3),
    actor: int(4),
    n: int(5),
    supersedes: corrected && chunk !== null ? Uint8Array.from(int(6)) : ZEROS,
    numbers: Array.from({ length: count }, (_, c) => numbersOf(chunk!, first + c) as Float64Array),
  }
}
