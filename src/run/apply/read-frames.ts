import type { LogWriter } from '../../store/log/log-writer.ts'
import { type LogReader, openLogReader } from '../../store/log/open-log-reader.ts'
import { LIVE_LOG } from '../data-folder.ts'
import type { Applier } from './apply-logs.ts'

/** About a second of work for the applier, and of memory. */
const STRETCH_BYTES = 16 * 1024 * 1024

/** Reads logs forward, one open reader a log; of the live log only what is synced, of another process's log after syncing it. */
export function readFramesOf(dataDir: string, writer: LogWriter): Applier['readFrames'] {
  const readers = new Map<string, { reader: LogReader; at: number }>()
  return async (log, after) => {
    let open = readers.get(log)
    if (open === undefined || open.at !== after) {
      open?.reader.close()
      open = { reader: openLogReader({ dir: dataDir, logName: log, after, foreign: log !== LIVE_LOG }), at: after }
      readers.set(log, open)
    }
    const read = log === LIVE_LOG ? open.reader.read(STRETCH_BYTES, writer.position()) : open.reader.read(STRETCH_BYTES)
    open.at = read.upTo
    return read
  }
}
