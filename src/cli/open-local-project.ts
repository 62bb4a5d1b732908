import { toIngestSettings } from '../config/ingest-settings.ts'
import type { Model } from '../config/model.ts'
import type { Clock } from '../core/time.ts'
import { openInlineNormaliser, openNormaliser } from '../ingest/open-normaliser.ts'
import { type OpenedProject, openProject } from '../run/open-project.ts'
import { openDuckdbStore } from '../store/analytic/duckdb/open-store.ts'
import { openLogWriter } from '../store/log/open-log-writer.ts'
import { openLogWriterInline } from '../store/log/open-log-writer-inline.ts'
import { packageVersion } from './package-version.ts'

export type LocalProject = {
  readonly dataDir: string
  readonly model: Model
  readonly configPath: string | null
  readonly clock: Clock
  readonly demo?: boolean
  /** A server: parsing and syncing on threads of their own. A command does it on this one. */
  readonly threads: boolean
  readonly say: (line: string) => void
}

/** Opens a data folder with the engines of this edition: DuckDB and SQLite. */
export function openLocalProject({ threads, demo, ...options }: LocalProject): Promise<OpenedProject> {
  return openProject({
    ...options,
    demo: demo ?? false,
    version: packageVersion(),
    openStore: openDuckdbStore,
    openWriter: async (log) => (threads ? openLogWriter(log) : openLogWriterInline(log)),
    openNormaliser: (model) => {
      const settings = toIngestSettings(model)
      return threads ? openNormaliser(settings) : openInlineNormaliser(settings)
    },
  })
}
