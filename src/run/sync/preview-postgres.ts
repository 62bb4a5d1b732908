import { existsSync } from 'node:fs'
import { POSTGRES_TARGETS, TARGET_COLUMNS, type TargetName } from '../../config/sources.ts'
import type { SyncPreview } from '../../contract/sources.ts'
import { tellRow } from '../../ingest/postgres/tell-row.ts'
import { openPostgres, type PostgresReader } from '../../store/sources/read-postgres.ts'
import { type SourceRow, valuesOf } from '../../store/sources/source-row.ts'
import { openSyncState, syncStatePath } from '../../store/sources/sync-state.ts'
import type { Project } from '../project.ts'
import { type PlannedTarget, planTarget } from './plan-target.ts'
import type { SyncRun } from './sync-postgres.ts'

/** Rows of each target that are shown. */
const SAMPLE = 3

/** What a sync would read and what its first rows would become. Nothing is written. @throws as syncPostgres */
export async function previewPostgres(
  { folder, clock }: Pick<Project, 'folder' | 'clock'>,
  { url, targets }: Pick<SyncRun, 'url' | 'targets'>,
): Promise<SyncPreview> {
  const at = new Date(clock.now()).toISOString()
  const reader = await openPostgres(url)
  const known = existsSync(syncStatePath(folder.root, 'postgres'))
  const state = known ? openSyncState(folder.root, 'postgres') : null
  try {
    const shown: SyncPreview['targets'] = []
    for (const name of POSTGRES_TARGETS) {
      const target = targets[name]
      if (target === undefined) continue
      const planned = await planTarget(reader, { name, target, kept: state?.target(name) ?? null })
      shown.push(await previewTarget(reader, planned, at))
    }
    return { source: 'postgres', targets: shown }
  } finally {
    state?.close()
    await reader.close()
  }
}

async function previewTarget(
  reader: PostgresReader,
  planned: PlannedTarget,
  at: string,
): Promise<SyncPreview['targets'][number]> {
  const { name, target, query, columns, history } = planned
  const rows: SourceRow[] = []
  for await (const page of reader.read(query, SAMPLE)) rows.push(...page)
  return {
    target: name,
    sql: target.sql.trim(),
    history,
    from: query.from,
    expected: Math.round(await reader.estimate(query)),
    columns: columns.map((column) => ({ ...column, becomes: becomes(name, target, column.name) })),
    sample: rows.flatMap((row) => {
      const telling = tellRow(name, target as never, {
        row: valuesOf(row),
        before: null,
        moment: { at, changed: at, first: history },
      })
      return telling.kind === 'told' ? [...telling.messages] : [{ refused: telling.why }]
    }),
  }
}

function becomes(name: TargetName, target: PlannedTarget['target'], column: string): string {
  const { needed, free } = TARGET_COLUMNS[name]
  const named = target as unknown as Readonly<Record<string, string | undefined>>
  const parts = [...needed, ...free].filter((part) => named[part] === column)
  const traits = name === 'accounts' || name === 'people' || name === 'entitlements'
  const isTrait = traits && parts.every((part) => part === 'since')
  const rest = traits || name === 'events' || name === 'tickets' ? `property ${column}` : 'not used'
  if (parts.length === 0) return name === 'entitlements' ? `limit ${column}` : rest
  return isTrait ? `${parts.join(', ')} and property ${column}` : parts.join(', ')
}
