import type { TargetName } from '../../config/sources.ts'
import type { SyncTarget } from '../../contract/sources.ts'
import { telltaleError } from '../../core/errors.ts'
import type { Row } from '../../ingest/files/mapping.ts'
import { unreadableLine } from '../../ingest/files/write-import.ts'
import { instantAt } from '../../ingest/postgres/column-texts.ts'
import { keyColumns, keyOf, tellEnd, tellRow } from '../../ingest/postgres/tell-row.ts'
import type { Message, Moment, Telling } from '../../ingest/postgres/telling.ts'
import { type KeptHashes, keepHashes } from '../../store/sources/kept-hashes.ts'
import type { PostgresReader } from '../../store/sources/read-postgres.ts'
import { hashOfRow, type SourceRow, valuesOf } from '../../store/sources/source-row.ts'
import type { KeptRow, SyncState } from '../../store/sources/sync-state.ts'
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

/** What is known of the rows of before while they are read again. */
type Comparing = {
  /** Of a target whose rows are all read; null: few are read, and each is looked up by its key. */
  readonly hashes: KeptHashes | null
  /** Ids of rows of before that were met under another hash. */
  readonly changed: Set<number>
  /** The greatest id of a row of before: a greater one was met in this very reading. */
  readonly known: number
  /** Columns that say nothing of whether a row is as it was. */
  readonly without: readonly string[]
}

/** Pages of lines for the log, of what is new or changed; what is kept of the rows follows. The last cursor read is returned. */
export async function* readChanges(reading: Reading): AsyncGenerator<readonly string[], string | null> {
  const { reader, planned, counts, progress } = reading
  const comparing = beginComparing(reading)
  let cursor = planned.cursor
  for await (const page of reader.read(planned.query)) {
    const lines: string[] = []
    for (const row of page) {
      tellOne(reading, comparing, { row, lines })
      cursor = row.cursor ?? cursor
    }
    counts.rows += page.length
    counts.messages += lines.length
    progress(counts.rows)
    yield lines
  }
  const ends = comparing.hashes === null ? [] : tellEnds(reading, comparing.hashes)
  counts.messages += ends.length
  yield ends
  return cursor
}

function beginComparing({ state, planned: { name, target } }: Reading): Comparing {
  const { cursor } = target
  const isKey = cursor !== undefined && keyColumns(name, target).includes(cursor)
  return {
    hashes: cursor === undefined ? keepHashes(state.hashesOf(name)) : null,
    changed: new Set(),
    known: state.greatestId(),
    without: cursor === undefined || isKey ? [] : [cursor],
  }
}

type One = { readonly row: SourceRow; readonly lines: string[] }

/** Most rows are as they were, which their hash alone says. */
function tellOne(reading: Reading, comparing: Comparing, { row, lines }: One): void {
  const { state, planned, at, counts } = reading
  const { name, target, history } = planned
  const hash = hashOfRow(row, comparing.without)
  const met = comparing.hashes?.meet(hash)
  if (met === 'met') return
  const values = valuesOf(row)
  const named = keyOf(name, target, values)
  const key = named ?? `no key: ${hash}`
  const kept = history ? null : state.row(name, key)
  if (kept !== null && wasMet(comparing, kept)) refuseTwice(name, named)
  if (kept?.hash === hash) return
  const moment: Moment = { at, first: history, changed: instantAt(values, target.cursor) ?? at }
  const before = kept?.told == null ? (kept === null ? null : {}) : (JSON.parse(kept.told) as Message)
  const telling = tellRow(name, target as never, { row: values, before, moment })
  const told = telling.kind === 'told' && telling.told !== null ? JSON.stringify(telling.told) : null
  if (!keepOne(state, kept, { target: name, named, row: { key, hash, told } })) return
  if (telling.kind === 'refused') counts.refused++
  else if (kept === null) counts.new++
  else counts.changed++
  lines.push(...linesOf(name, telling, values))
}

/** Whether another row of this key was met in this reading; from here on it was. */
function wasMet({ hashes, changed, known }: Comparing, { id, hash }: KeptRow): boolean {
  if (id > known || changed.has(id) || hashes?.meet(hash) === 'again') return true
  changed.add(id)
  return false
}

type NewOne = {
  readonly target: TargetName
  readonly named: string | null
  readonly row: Parameters<SyncState['addRow']>[1]
}

function keepOne(state: SyncState, kept: KeptRow | null, { target, named, row }: NewOne): boolean {
  if (kept !== null) state.keepRow(target, row)
  else if (!state.addRow(target, row)) {
    refuseTwice(target, named)
    return false
  }
  return true
}

/** Rows without a key cannot be told apart: of those that say the same, one is kept. */
function refuseTwice(target: TargetName, key: string | null): void {
  if (key !== null) throw telltaleError('source_key_twice', { target, key: key.replaceAll('\n', ' and ') })
}

function linesOf(name: TargetName, telling: Telling, values: Row): readonly string[] {
  if (telling.kind === 'told') return telling.messages.map((message) => JSON.stringify(message))
  return [unreadableLine(JSON.stringify(Object.fromEntries(values)), `${name}: ${telling.why}`)]
}

function tellEnds({ state, planned: { name }, at, counts }: Reading, hashes: KeptHashes): string[] {
  const lines: string[] = []
  const moment: Moment = { at, changed: at, first: false }
  for (const id of hashes.unmet()) {
    const told = state.rowAt(id)?.told ?? null
    counts.ended++
    state.dropRow(id)
    if (told !== null) lines.push(...tellEnd(name, JSON.parse(told), moment).map((message) => JSON.stringify(message)))
  }
  return lines
}
