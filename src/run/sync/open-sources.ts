import { NO_SOURCES, type PostgresSource, type Sources, type TargetName } from '../../config/sources.ts'
import type { SourceList, SourceRow, SyncAnswer, SyncPreview, SyncRequest } from '../../contract/sources.ts'
import { TelltaleError, telltaleError } from '../../core/errors.ts'
import { readMeta, writeMeta } from '../../store/control/open-control-store.ts'
import { catchUpNow } from '../apply/take-in.ts'
import type { Project } from '../project.ts'
import { previewPostgres } from './preview-postgres.ts'
import { syncPostgres } from './sync-postgres.ts'

/** What a project reads from elsewhere, and how it gets at it. */
export type SourceSettings = {
  readonly sources: Sources
  /** A value of the environment; null: it is not set. */
  readonly secretOf: (variable: string) => string | null
  /** Somebody applies and judges what is in the log as it comes; else that is done at the end of a reading. */
  readonly ticks: boolean
}

export const NO_SOURCE_SETTINGS: SourceSettings = { sources: NO_SOURCES, secretOf: () => null, ticks: false }

/** The sources of one project: each is read by one at a time. */
export type OpenSources = {
  readonly listSources: () => Promise<SourceList>
  /** @throws source_unconfigured, source_unset, source_busy, source_unreachable, source_failed, source_column, source_column_gone, source_key_twice, source_went_back, cancelled */
  readonly syncSource: (request: SyncRequest, stop: AbortSignal) => Promise<SyncAnswer>
  readonly previewSource: () => Promise<SyncPreview>
}

const KEPT = 'sync:postgres'
type Last = NonNullable<SourceRow['last']>

export function openSources(project: Project, settings: SourceSettings): OpenSources {
  let running: { target: TargetName | ''; rows: number } | null = null
  const { postgres } = settings.sources
  return {
    listSources: async () => ({
      data: postgres === null ? [] : [await readSource(project, settings, { postgres, running })],
    }),
    previewSource: async () => {
      const { targets, url } = accessTo(settings)
      return previewPostgres(project, { url, targets })
    },
    syncSource: async ({ restart }, stop) => {
      const { targets, url } = accessTo(settings)
      if (running !== null) throw telltaleError('source_busy', { source: 'PostgreSQL' })
      running = { target: '', rows: 0 }
      const progress = (at: { target: TargetName; rows: number }): void => {
        running = at
        if (stop.aborted) throw telltaleError('cancelled', { kept: KEPT_TEXT })
      }
      try {
        const answer = await syncPostgres(project, { url, targets, restart, progress })
        await noteLast(project, { at: answer.at, error: null, targets: answer.targets })
        if (!settings.ticks) await catchUpNow(project)
        return answer
      } catch (error) {
        await noteFailure(project, error)
        throw error
      } finally {
        running = null
      }
    },
  }
}

const KEPT_TEXT = 'Events that were read are kept; of the rest nothing was taken. The same command reads on.'

/** The address is read when it is needed and goes nowhere else. */
function accessTo({ sources, secretOf }: SourceSettings): { targets: PostgresSource['targets']; url: string } {
  const { postgres } = sources
  if (postgres === null) throw telltaleError('source_unconfigured', { source: 'PostgreSQL', key: 'postgres' })
  const url = secretOf(postgres.url)
  if (url === null) throw telltaleError('source_unset', { variable: postgres.url, source: 'PostgreSQL' })
  return { targets: postgres.targets, url }
}

type Read = {
  readonly postgres: PostgresSource
  readonly running: SourceRow['running']
}

async function readSource(
  { control }: Project,
  { secretOf }: SourceSettings,
  { postgres, running }: Read,
): Promise<SourceRow> {
  const last = await readMeta(control, KEPT)
  return {
    source: 'postgres',
    everyMinutes: postgres.everyMinutes,
    variable: postgres.url,
    isSet: secretOf(postgres.url) !== null,
    running,
    last: last === null ? null : (JSON.parse(last) as Last),
  }
}

function noteLast({ control }: Project, last: Last): Promise<void> {
  return writeMeta(control, KEPT, JSON.stringify(last))
}

/** What a reading that failed is to be told by; others are faults of ours and go on as they are. */
async function noteFailure(project: Project, error: unknown): Promise<void> {
  if (!(error instanceof TelltaleError)) return
  const { code, message } = error
  await noteLast(project, { at: new Date(project.clock.now()).toISOString(), error: { code, message }, targets: [] })
}
