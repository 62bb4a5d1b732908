import type { EventRows } from '../../config/sources.ts'
import { unreadableLine } from '../../ingest/files/write-import.ts'
import { textAt } from '../../ingest/postgres/column-texts.ts'
import { tellEvent } from '../../ingest/postgres/tell-event.ts'
import { type SourceRow, valuesOf } from '../../store/sources/source-row.ts'
import type { ToldLog } from './open-told-log.ts'
import type { Reading } from './read-target.ts'
import { isBefore, stepBack } from './step-back.ts'

type Telling = {
  readonly target: EventRows
  readonly log: ToldLog
  /** Notes how far the table is read, and whether its history is told whole. */
  readonly keep: (cursor: string | null, began: boolean) => void
}

/** An event that may be read again. */
type Recent = { readonly key: string; readonly cursor: string }

/** Tells the log of the events behind the last cursor, page by page; those a little before it are read again, and told only if they were not. */
export async function tellEvents(reading: Reading, { target, log, keep }: Telling): Promise<void> {
  const { reader, state, planned, counts, progress } = reading
  const type = planned.columns.find(({ name }) => name === target.cursor)?.type ?? ''
  const recent: Recent[] = []
  let cursor = planned.cursor
  for await (const page of reader.read(planned.query)) {
    const lines = page.flatMap((row) => tellOne(reading, { target, row, recent }))
    if (lines.length > 0) await log.append(lines)
    cursor = page.at(-1)?.cursor ?? cursor
    keep(cursor, !planned.history)
    counts.rows += page.length
    counts.messages += lines.length
    if (cursor !== null) dropOld(recent, cursor, type)
    progress(counts.rows)
  }
  if (planned.history || counts.messages > 0) await log.finish(counts.messages)
  state.begin()
  for (const { id } of [...state.rowsOf('events')]) state.dropRow(id)
  for (const { key } of recent) state.keepRow('events', { key, hash: '', told: null })
  keep(cursor, true)
  state.commit()
}

type One = { readonly target: EventRows; readonly row: SourceRow; readonly recent: Recent[] }

function tellOne({ state, planned, at, counts }: Reading, { target, row, recent }: One): string[] {
  const values = valuesOf(row)
  const key = textAt(values, target.id)
  if (key !== null && row.cursor !== null) recent.push({ key, cursor: row.cursor })
  if (key !== null && state.row('events', key) !== null) return []
  const telling =
    key === null
      ? ({ kind: 'refused', why: `the row has no ${target.id}` } as const)
      : tellEvent(target, values, { at, changed: at, first: planned.history })
  if (telling.kind === 'refused') {
    counts.refused++
    return [unreadableLine(JSON.stringify(Object.fromEntries(values)), `events: ${telling.why}`)]
  }
  counts.new++
  return telling.messages.map((message) => JSON.stringify(message))
}

/** Those that the next reading begins behind. */
function dropOld(recent: Recent[], last: string, type: string): void {
  const oldest = stepBack(last, type)
  const isOld = (cursor: string): boolean => (oldest === last ? cursor !== last : isBefore(cursor, oldest, type))
  const first = recent.findIndex(({ cursor }) => !isOld(cursor))
  recent.splice(0, first === -1 ? recent.length : first)
}
