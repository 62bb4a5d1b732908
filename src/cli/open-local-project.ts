import { availableParallelism } from 'node:os'
import { toIngestSettings } from '../config/ingest-settings.ts'
import type { Model } from '../config/model.ts'
import type { Clock } from '../core/time.ts'
import { openInlineNormaliser, openNormaliser } from '../ingest/open-normaliser.ts'
import { type OpenedProject, openProject, type ProjectOptions } from '../run/open-project.ts'
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
  readonly serves: boolean
  /** A command that has much to parse does it on a thread of its own too. */
  readonly parsesMuch?: boolean
  /** How many threads judge a long past, this one among them; default: as many as there are processors, at most 4. */
  readonly threads?: number
  readonly say: (line: string) => void
  readonly progress?: ProjectOptions['progress']
}

/** Each takes some 100 MB. */
const THREADS_MAX = 4

/** Opens a data folder with the engines of this edition: DuckDB and SQLite. */
export function openLocalProject({
  serves,
  parsesMuch = serves,
  demo = false,
  threads = Math.min(THREADS_MAX, availableParallelism()),
  progress = () => {},
  ...options
}: LocalProject): Promise<OpenedProject> {
  return openProject({
    ...options,
    demo,
    threads,
    progress,
    version: packageVersion(),
    openStore: (store) => openDuckdbStore({ ...store, yieldsToMerge: !serves }),
    openWriter: async (log) => (serves ? openLogWriter(log) : openLogWriterInline(log)),
    openNormaliser: (model) => {
      const settings = toIngestSettings(model)
      return parsesMuch ? openNormaliser(settings) : openInlineNormaliser(settings)
    },
  })
}
