import type { PostgresTargets, TargetName } from '../../config/sources.ts'
import { TARGET_COLUMNS } from '../../config/sources.ts'
import { telltaleError } from '../../core/errors.ts'
import type { PostgresQuery, PostgresReader, SourceColumn } from '../../store/sources/read-postgres.ts'
import type { TargetState } from '../../store/sources/sync-state.ts'
import { isBefore, stepBack } from './step-back.ts'

export type PlannedTarget = {
  readonly name: TargetName
  readonly target: NonNullable<PostgresTargets[TargetName]>
  readonly query: PostgresQuery
  readonly columns: readonly SourceColumn[]
  /** It was never read whole. */
  readonly history: boolean
  /** The last cursor that was read; null: all rows are read. */
  readonly cursor: string | null
}

/**
 * What will be read of a target, after a look at the database and at what is kept.
 * @throws source_failed, source_column, source_column_gone, source_went_back
 */
export async function planTarget(
  reader: PostgresReader,
  { name, target, kept }: { name: TargetName; target: PlannedTarget['target']; kept: TargetState | null },
): Promise<PlannedTarget> {
  const { sql, cursor = null } = target
  const all: PostgresQuery = { target: name, sql, cursor, from: null, nulls: name !== 'events' }
  const columns = await reader.columns(all)
  checkColumns(name, target, columns)
  const gone = kept?.sql === sql ? kept.columns.filter((one) => !columns.some((column) => column.name === one)) : []
  if (gone[0] !== undefined) throw telltaleError('source_column_gone', { target: name, column: gone[0] })
  const last = cursor === null ? null : (kept?.cursor ?? null)
  const type = columns.find((column) => column.name === cursor)?.type ?? ''
  if (last !== null) await checkOnward(reader, all, { last, type })
  const query = { ...all, from: last === null ? null : stepBack(last, type) }
  return { name, target, query, columns, history: kept?.began !== true, cursor: last }
}

function checkColumns(name: TargetName, target: PlannedTarget['target'], columns: readonly SourceColumn[]): void {
  const { needed, free } = TARGET_COLUMNS[name]
  const named = target as unknown as Readonly<Record<string, string | undefined>>
  const fixed = 'fixed' in target ? (target.fixed ?? []) : []
  const used = [...[...needed, ...free].flatMap((part) => named[part] ?? []), ...fixed]
  const there = columns.map((column) => column.name)
  const missing = used.find((column) => !column.startsWith('=') && !there.includes(column))
  if (missing !== undefined)
    throw telltaleError('source_column', { target: name, column: missing, valid: there.join(', ') })
  const twice = there.find((column, i) => there.indexOf(column) !== i)
  if (twice !== undefined)
    throw telltaleError('source_failed', { target: name, reason: `it gives two columns called ${twice}` })
}

type Last = { readonly last: string; readonly type: string }

async function checkOnward(reader: PostgresReader, query: PostgresQuery, { last, type }: Last): Promise<void> {
  const greatest = await reader.greatest(query)
  if (greatest !== null && !isBefore(greatest, last, type)) return
  throw telltaleError('source_went_back', {
    ...{ target: query.target, cursor: query.cursor ?? '', before: last },
    found: greatest ?? 'none: there are no rows',
  })
}
