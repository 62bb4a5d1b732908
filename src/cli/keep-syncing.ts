import { setTimeout } from 'node:timers/promises'
import type { SourceName } from '../contract/sources.ts'
import type { OpenSources } from '../run/sync/open-sources.ts'

const MS_PER_MINUTE = 60_000

type Keeping = {
  readonly everyMinutes: number
  readonly failed: (error: unknown) => void
  readonly signal: AbortSignal
}

/** Reads a source at once and then every so many minutes, until the signal says to end. Who has just read it by hand is left in peace. */
export async function keepSyncing(
  sources: OpenSources,
  source: SourceName,
  { everyMinutes, failed, signal }: Keeping,
): Promise<void> {
  while (!signal.aborted) {
    await sources.syncSource(source, { restart: false }, signal).catch((error: unknown) => {
      if (!signal.aborted) failed(error)
    })
    await setTimeout(everyMinutes * MS_PER_MINUTE, undefined, { signal, ref: false }).catch(() => {})
  }
}
