import { createHash } from 'node:crypto'
import type { SyncTarget } from '../../contract/sources.ts'
import { telltaleError } from '../../core/errors.ts'
import type { Row } from '../../ingest/files/mapping.ts'
import { unreadableLine } from '../../ingest/files/write-import.ts'
import { instantAt } from '../../ingest/postgres/column-texts.ts'
import { keyOf, tellEnd, tellRow } from '../../ingest/postgres/tell-row.ts'
import type { Message, Moment } from '../../ingest/postgres/telling.ts'
import type { PostgresReader, SourceRow } from '../../store/sources/read-postgres.ts'
import type { SyncState } from '../../store/sources/sync-state.ts'
import type { PlannedTarget } from './plan-target.ts'

export type Counts = { -readonly [K in keyof SyncTarget]: SyncTarget[K] }

/** What is being read: the rows of one target, compared with what is kept of them. */
export type Reading = {
  readonly reader: PostgresReader
  readonly state: SyncState
  readonly planned: PlannedTarget
  /** ISO text of when the snapshot was taken. */
  readonly at: string
  readonly counts: Counts
  /** Told how many rows were read; throws when it shall end. */
  readonly progress: (rows: number) => void
}

export function countsOf({ name, history }: PlannedTarget): Counts {
  return { target: name, rows: 0, new: 0, changed: 0, ended: 0, refused: 0, messages: 0, history }
}

/** Pages of lines for the log, of what is new or changed; what is kept of the rows follows. The last cursor read is returned. */
export async function* readChanges(reading: Reading): AsyncGenerator<readonly string[], string | null> {
  const { reader, state, planned, counts, progress } = reading
  const seen = new Set<number>()
  const known = state.greatestId()
  let cursor = planned.cursor
  for await (const page of reader.read(planned.query)) {
    const lines: string[] = []
    for (const row of page) {
      tellOne(reading, { row, seen, known, lines })
      cursor = row.cursor ?? cursor
    }
    counts.rows += page.length
    counts.messages += lines.length
    progress(counts.rows)
    yield lines
  }
  const ends = planned.target.cursor === undefined ? tellEnds(reading, seen, known) : []
  counts.messages += ends.length
  yield ends
  return cursor
}

type One = {
  readonly row: SourceRow
  readonly seen: Set<number>
  /** The greatest id of a row of before: a greater one was met in this very reading. */
  readonly known: number
  readonly lines: string[]
}

function tellOne({ state, planned, at, counts }: Reading, { row: { values }, seen, known, lines }: One): void {
  const { name, target, history } = planned
  const hash = hashOf(values, target.cursor)
  const named = keyOf(name, target, values)
  const key = named ?? `no key: ${hash}`
  const kept = state.row(name, key)
  if (named !== null && kept !== null && (kept.id > known || seen.has(kept.id)))
    throw telltaleError('source_key_twice', { target: name, key: named.replaceAll('\n', ' and ') })
  if (kept !== null) seen.add(kept.id)
  if (kept?.hash === hash) return
  const moment: Moment = { at, first: history, changed: instantAt(values, target.cursor) ?? at }
  const before = kept?.told == null ? (kept === null ? null : {}) : (JSON.parse(kept.told) as Message)
  const telling = tellRow(name, target as never, { row: values, before, moment })
  if (telling.kind === 'refused') {
    counts.refused++
    lines.push(unreadableLine(JSON.stringify(Object.fromEntries(values)), `${name}: ${telling.why}`))
  } else {
    if (kept === null) counts.new++
    else counts.changed++
    lines.push(...telling.messages.map((message) => JSON.stringify(message)))
  }
  const told = telling.kind === 'told' && telling.told !== null ? JSON.stringify(telling.told) : null
  state.keepRow(name, { key, hash, told })
}

function tellEnds(
  { state, planned: { name }, at, counts }: Reading,
  seen: ReadonlySet<number>,
  known: number,
): string[] {
  const lines: string[] = []
  const moment: Moment = { at, changed: at, first: false }
  const gone = [...state.rowsOf(name)].filter(({ id }) => id <= known && !seen.has(id))
  for (const { id, told } of gone) {
    counts.ended++
    state.dropRow(id)
    if (told !== null) lines.push(...tellEnd(name, JSON.parse(told), moment).map((message) => JSON.stringify(message)))
  }
  return lines
}

/** Of everything that the row says, but for when it was changed. */
function hashOf(row: Row, cursor: string | undefined): string {
  const said = [...row].filter(([name]) => name !== cursor)
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 22)
}
