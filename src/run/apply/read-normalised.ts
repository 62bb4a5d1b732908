import type { Normaliser } from '../../ingest/open-normaliser.ts'
import { openStretches } from '../../ingest/read-stretch.ts'
import type { LogWriter } from '../../store/log/log-writer.ts'
import { LIVE_LOG } from '../data-folder.ts'
import type { Applier } from './apply-logs.ts'

/** About a second of work for the applier, and of memory. */
const STRETCH_BYTES = 16 * 1024 * 1024

type Reading = {
  readonly dataDir: string
  readonly writer: Pick<LogWriter, 'position'>
  readonly normaliser: Pick<Normaliser, 'normalise' | 'readLog'>
}

/** Reads logs forward. Of the live log only what is synced is read, here; an import's log is read, after syncing it, where it is normalised. */
export function readNormalisedOf({ dataDir, writer, normaliser }: Reading): Applier['readNormalised'] {
  const live = openStretches()
  return async (log, after) => {
    const place = { dataDir, log, after, bytes: STRETCH_BYTES }
    if (log !== LIVE_LOG) return normaliser.readLog(place)
    const stretch = live.read({ ...place, upTo: writer.position() })
    return stretch === null ? null : normaliser.normalise(stretch)
  }
}
